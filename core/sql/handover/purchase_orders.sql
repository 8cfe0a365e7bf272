-- grain: SKU to be ordered: cover under the line, demand ahead, not urgent, not frozen, not at its end. units = what the median sells in the
-- lead time and the days after it, and safety stock, less what is on hand and inbound. reads: run_health, run_risk, run_forecast, purchase_freeze.
with measured as (
    select
        health.*, risk.level, coalesce(health.lead_time_days, $lead_days) as lead_days,
        sold_by(forecast.cum_p50, coalesce(health.lead_time_days, $lead_days) + $order_days) as demand
    from run_health as health
    join run_risk as risk using (run_id, marketplace, sku)
    join run_forecast as forecast using (run_id, marketplace, sku)
    where run_id = $run_id
),

final as (
    select
        marketplace, sku, asin, title, ceil(-1e-6 + demand + coalesce(safety_stock, 0) - on_hand - coalesce(inbound, 0))::bigint as units,
        unit_cost, currency, round(cover_days, 1) as cover_days, on_hand, coalesce(inbound, 0) as inbound, round(demand, 1) as demand,
        round(coalesce(safety_stock, 0), 1) as safety_stock, lead_days,
        strftime($as_of::date + greatest(0, floor(lasting_days - lead_days))::integer, '%Y-%m-%d') as order_by
    from measured
    where cover_days < $cover_days and demand > 0 and level < 2 and stage not in ('decline', 'end_of_life')
        and (marketplace, sku) not in (select (marketplace, sku) from purchase_freeze where lifted_at is null)
)

select * from final where units > 0 order by marketplace, sku
