-- grain: marketplace x sku of one run. reads: run_health, run_forecast.
select
    health.* exclude (run_id), forecast.mean as demand_path, forecast.p10 as demand_p10, forecast.p50 as demand_p50, forecast.p90 as demand_p90,
    forecast.cum_p10 as sum_p10, forecast.cum_p50 as sum_p50, forecast.cum_p90 as sum_p90, forecast.model
from run_health as health
left join run_forecast as forecast using (run_id, marketplace, sku)
where health.run_id = $run_id
