-- grain: marketplace x sku in decline that holds more than safety stock and what the decay will still sell.
-- remaining demand = velocity x 7 x (1 - d^n) / (1 - d), d = the weekly decay exp(trend). reads: position.
with decaying as (
    select
        *, exp(greatest(-0.5, least(-0.001, coalesce(trend_week, -0.02)))) as keep
    from position
    where stage in ('decline', 'end_of_life') and on_hand > 0 and weeks_since_first_sale >= 20
),

remaining as (
    select *, velocity * 7 * (1 - pow(keep, $end_of_life_horizon_weeks)) / (1 - keep) as still_sells
    from decaying
)

select
    marketplace, sku, 2 as level,
    to_json({
        units: on_hand, still_sells: still_sells, decay: 1 - keep, safety: coalesce(safety_stock, 0), weeks: $end_of_life_horizon_weeks,
        need_units: ceil(-1e-6 + on_hand + inbound - still_sells - coalesce(safety_stock, 0))
    }) as facts
from remaining
where on_hand + inbound > coalesce(safety_stock, 0) + still_sells
