-- grain: marketplace of one run: the drivers of Amazon's inventory performance index, no invented score. shares 0..1.
-- excess share: units beyond 90 days of median demand, but for what has just landed; in-stock share: days with stock of SKUs that sold, weighted by their units. reads: run_health.
select
    marketplace,
    sum(greatest(0, on_hand - demand_13 * 90 / 91)) filter (excess_units is not null) / nullif(sum(on_hand) filter (demand_13 is not null), 0) as excess_share,
    sum(units_90) / nullif(sum(units_90 / nullif(sell_through, 0)) filter (sell_through > 0), 0) as sell_through,
    sum(units_90 * (90 - stockout_days_90) / 90.0) / nullif(sum(units_90) filter (stockout_days_90 is not null), 0) as in_stock_share,
    null::double as stranded_share
from run_health
where run_id = $run_id
group by marketplace
order by marketplace
