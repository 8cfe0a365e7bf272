-- grain: marketplace x sku in decline that holds more than safety stock and what the decay will still sell.
-- remaining demand = expected units of the coming weeks (mean of 4) x (1 - k^n) / (1 - k), k = 1 + the weekly trend; at both ends of the
-- trend's interval too. Level 2 where even the slowest decay of it leaves units over. reads: position, forecast.
with decaying as (
    select
        position.*, list_avg(forecast.mean[1:4]) as weekly,
        1 + coalesce(trend_week, -0.02) as keep,
        1 + coalesce(trend_week_low, -0.05) as keep_low, 1 + coalesce(trend_week_high, 0) as keep_high
    from position
    join forecast using (marketplace, sku)
    where stage in ('decline', 'end_of_life') and on_hand > 0 and weeks_since_first_sale >= 20
),

remaining as (
    select
        *,
        weekly * list_sum([pow(least(1, keep), week) for week in range(end_of_life_horizon_weeks::integer)]) as still_sells,
        weekly * list_sum([pow(least(1, keep_low), week) for week in range(end_of_life_horizon_weeks::integer)]) as still_low,
        weekly * list_sum([pow(least(1, keep_high), week) for week in range(end_of_life_horizon_weeks::integer)]) as still_high
    from decaying
)

select
    marketplace, sku,
    case when on_hand + inbound > coalesce(safety_stock, 0) + still_high then 2 else 1 end as level,
    to_json({
        units: on_hand, still_sells: still_sells, still_low: still_low, still_high: still_high, decay: greatest(0, 1 - keep),
        safety: coalesce(safety_stock, 0), weeks: end_of_life_horizon_weeks,
        need_units: ceil(-1e-6 + on_hand + inbound - still_sells - coalesce(safety_stock, 0))
    }) as facts
from remaining
where on_hand + inbound > coalesce(safety_stock, 0) + still_sells
