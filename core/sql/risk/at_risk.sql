-- grain: marketplace x sku with stock and a clearance rule: what the screening values. reads: position, forecast, at_risk_keys.
select position.*, forecast.mean as demand_path, forecast.p10 as demand_p10, forecast.p90 as demand_p90
from position
semi join at_risk_keys using (marketplace, sku)
left join forecast using (marketplace, sku)
where on_hand > 0
order by marketplace, sku
