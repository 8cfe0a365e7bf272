-- grain: marketplace of one run: where the matrices' lines run (policy, or 0 = the seller's own median). reads: run, run_health.
select
    health.marketplace,
    coalesce(nullif((run.policy ->> '$."quadrant.turnover"')::double, 0), median(health.turnover)) as turnover_limit,
    coalesce(nullif((run.policy ->> '$."quadrant.value"')::double, 0), median(health.stock_value)) as value_limit,
    (run.policy ->> '$."quadrant.age_days"')::double as age_limit,
    (run.policy ->> '$."quadrant.cover_days"')::double as cover_limit
from run_health as health
join run using (run_id)
where run_id = $run_id and health.on_hand > 0
group by health.marketplace, run.policy
order by health.marketplace
