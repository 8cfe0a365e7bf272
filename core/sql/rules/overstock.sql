-- grain: marketplace x sku that holds more than it will sell. Level 2 where cover is long enough to reach the aged surcharge.
-- on_hand + inbound - median demand of the next N weeks > m x safety stock, or more room than a share of the seller's storage limit, where
-- that is known (seed rule). Not of what has just landed (just_landed): nobody knows what it will sell. reads: position, forecast.
with measured as (
    select
        position.*,
        sold_by(forecast.cum_p50, 7 * overstock_weeks) as demand, sold_by(forecast.cum_p90, 7 * overstock_weeks) as demand_high,
        on_hand + inbound - sold_by(forecast.cum_p50, 7 * overstock_weeks) as beyond
    from position
    join forecast using (marketplace, sku)
    where on_hand > 0
)

select
    marketplace, sku,
    case when cover_days is null or cover_days > overstock_warn_cover_days then 2 else 1 end as level,
    to_json({
        units: on_hand, inbound: inbound, demand: demand, demand_high: demand_high, cover_days: cover_days, weeks: overstock_weeks,
        beyond: beyond, safety: coalesce(safety_stock, 0), multiple: overstock_safety_multiple,
        need_demand: greatest(0, ceil(-1e-6 + on_hand + inbound - overstock_safety_multiple * coalesce(safety_stock, 0))),
        need_units: greatest(1, ceil(-1e-6 + beyond - overstock_safety_multiple * coalesce(safety_stock, 0)))
    }) as facts
from measured
where (
        beyond > greatest(overstock_safety_multiple * coalesce(safety_stock, 0), 1)
        or ($capacity_limit_ft3 > 0 and beyond * unit_ft3 > overstock_capacity_share * $capacity_limit_ft3)
    )
    and (cover_days is null or cover_days > cover_overstock_days)
    and not just_landed
