-- grain: marketplace x sku with sales data, in the order of forecast/series: what the forecast is held against. reads: health_position.
select marketplace, sku, on_hand, inbound, coalesce(lead_time_days, $lead_time_default_days) * $supply_risk_factor as lead_days
from health_position
where velocity is not null
order by marketplace, sku
