-- grain: marketplace x sku with sales data, in the order of forecast/series: the season that its newest report of the time says, NULL where none
-- does. reads: health_position.
select marketplace, sku, season_start, season_end
from health_position
where velocity is not null
order by marketplace, sku
