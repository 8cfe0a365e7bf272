-- grain: marketplace x sku with sales data, in the order of forecast/series: weeks that the stock of what has just landed has been here; else
-- NULL. reads: health_position.
select
    marketplace, sku,
    case when just_landed then least(age_days, landed_days) / 7 end as silent_weeks
from health_position
where velocity is not null
order by marketplace, sku
