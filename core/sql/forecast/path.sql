-- grain: marketplace x sku: what the charges ask of it, and the expected units of each coming week (NULL without sales data).
-- reads: expected_position, forecast.
select
    marketplace, sku, position.currency, position.price, position.category, position.size_tier, position.on_hand, position.age_days,
    position.velocity, position.longest_in, position.median_in, position.shortest_in, position.weight_lb, position.unit_ft3,
    forecast.mean as demand_path
from expected_position as position
left join forecast using (marketplace, sku)
order by marketplace, sku
