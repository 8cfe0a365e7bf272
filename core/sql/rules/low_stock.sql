-- grain: marketplace x sku that will not last. median demand of the next weeks + safety stock - on_hand - inbound > 0. reads: position, forecast.
with measured as (
    select position.*, sold_by(forecast.cum_p50, 7 * low_stock_weeks) as demand
    from position
    join forecast using (marketplace, sku)
    where demand_26 > 0 and units_90 >= 3 and stage not in ('end_of_life')
)

select
    marketplace, sku, 1 as level,
    to_json({
        units: on_hand, inbound: inbound, demand: demand, weeks: low_stock_weeks, safety: coalesce(safety_stock, 0),
        need_units: ceil(-1e-6 + demand + coalesce(safety_stock, 0) - on_hand - inbound)
    }) as facts
from measured
where demand + coalesce(safety_stock, 0) - on_hand - inbound > 0
