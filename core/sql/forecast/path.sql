-- grain: marketplace x sku: its position with the expected units of each coming week (NULL without sales data). reads: expected_position, forecast.
select position.*, forecast.mean as demand_path
from expected_position as position
left join forecast using (marketplace, sku)
order by marketplace, sku
