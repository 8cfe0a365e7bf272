-- grain: marketplace x sku of a run: its stock, demand and fees' facts, and the product it is one of: as the seller's map says, else the UPC
-- that a listing of its ASIN has in the cost table, else ASIN, else SKU.
-- short_units: median demand of $weeks weeks and safety stock less on hand and inbound. reads: run_health, run_forecast, run_risk, sku_match,
-- sku_cost.
with code as (
    select health.marketplace, health.sku, arg_max(cost.upc, (cost.marketplace is not null, cost.valid_from)) as upc
    from run_health as health
    join sku_cost as cost on cost.sku = health.sku and coalesce(cost.marketplace, health.marketplace) = health.marketplace
    where run_id = $run_id and cost.upc is not null
    group by health.marketplace, health.sku
)

select
    coalesce(
        sku_match.product, code.upc, if(health.asin is null, null, max(code.upc) over (partition by health.asin)), health.asin, health.sku
    ) as product, health.marketplace as site, health.* exclude (run_id),
    forecast.mean as demand_path, forecast.p10 as demand_p10, forecast.p90 as demand_p90,
    risk.level, risk.best_option, risk.best_value, risk.hold_value,
    greatest(
        0, forecast.cum_p50[least($weeks, len(forecast.cum_p50))] + coalesce(health.safety_stock, 0) - health.on_hand - coalesce(health.inbound, 0)
    ) as short_units
from run_health as health
left join run_forecast as forecast using (run_id, marketplace, sku)
left join run_risk as risk using (run_id, marketplace, sku)
left join sku_match using (marketplace, sku)
left join code using (marketplace, sku)
where run_id = $run_id
order by product, site, health.sku
