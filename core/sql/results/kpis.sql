-- grain: run x marketplace. money in the marketplace's currency; unknown costs are counted apart, never summed as 0.
-- storage and surcharge of 30 days: next month's storage and the next 15th. reads: run, run_health, run_risk.
select
    health.marketplace, any_value(health.currency) as currency, run.as_of, run.run_id,
    count(*) filter (health.on_hand > 0) as skus,
    count(*) filter (risk.level >= 2) as at_risk_skus,
    count(*) filter (risk.level = 3) as critical_skus,
    case when count(*) filter (risk.level >= 2) = 0 then 0 else sum(health.stock_value) filter (risk.level >= 2) end as capital_at_risk,
    sum(health.aged_181_units * health.landed_cost) as aged_181_value,
    sum(health.storage_month) + coalesce(sum(health.surcharge_next), 0) as storage_surcharge_30d,
    case when count(*) filter (risk.level >= 2) = 0 then 0 else sum(risk.cost_of_waiting_week) filter (risk.level >= 2) end as waiting_week,
    count(*) filter (risk.level >= 2 and health.landed_cost is null) as unknown_at_risk_skus,
    count(*) filter (health.aged_181_units > 0 and health.landed_cost is null) as unknown_aged_skus
from run_health as health
join run_risk as risk using (run_id, marketplace, sku)
join run using (run_id)
where list_contains($run_ids, run_id)
group by health.marketplace, run.as_of, run.run_id
order by run.as_of, health.marketplace
