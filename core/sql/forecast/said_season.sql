-- grain: marketplace x sku with sales data, in the order of forecast/series: the season that its newest report says, NULL where none does.
-- reads: health_position, product.
select marketplace, sku, product.season_start, product.season_end
from health_position
left join product using (marketplace, sku)
where velocity is not null
order by marketplace, sku
