-- grain: marketplace x sku that will not last. demand of the next weeks + safety stock - on_hand - inbound > 0. reads: position.
select
    marketplace, sku, 1 as level,
    to_json({
        units: on_hand, inbound: inbound, velocity: velocity, weeks: $low_stock_weeks, safety: coalesce(safety_stock, 0),
        need_units: ceil(-1e-6 + velocity * 7 * $low_stock_weeks + coalesce(safety_stock, 0) - on_hand - inbound)
    }) as facts
from position
where velocity > 0 and units_90 >= 3 and stage not in ('end_of_life')
    and velocity * 7 * $low_stock_weeks + coalesce(safety_stock, 0) - on_hand - inbound > 0
