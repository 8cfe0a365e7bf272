-- grain: marketplace x sku that holds more than it will sell. Level 2 where cover is long enough to reach the aged surcharge.
-- on_hand + inbound - demand of the next N weeks > m x safety stock (seed rule). reads: position.
with measured as (
    select *, on_hand + inbound - coalesce(velocity, 0) * 7 * $overstock_weeks as beyond
    from position
    where on_hand > 0 and velocity is not null
)

select
    marketplace, sku,
    case when velocity = 0 or cover_days > $overstock_warn_cover_days then 2 else 1 end as level,
    to_json({
        units: on_hand, inbound: inbound, velocity: velocity, cover_days: cover_days, weeks: $overstock_weeks,
        beyond: beyond, safety: coalesce(safety_stock, 0), multiple: $overstock_safety_multiple,
        need_velocity: greatest(0, (on_hand + inbound - $overstock_safety_multiple * coalesce(safety_stock, 0)) / (7 * $overstock_weeks)),
        need_units: ceil(-1e-6 + beyond - $overstock_safety_multiple * coalesce(safety_stock, 0))
    }) as facts
from measured
where beyond > greatest($overstock_safety_multiple * coalesce(safety_stock, 0), 1)
    and (cover_days is null or cover_days > $cover_overstock_days)
