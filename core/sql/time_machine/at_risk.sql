-- grain: marketplace x sku that one run valued for clearance: its position and forecast then. reads: run_health, run_forecast, run_option.
select health.*, forecast.mean as demand_path, forecast.p10 as demand_p10, forecast.p90 as demand_p90
from run_health as health
semi join (from run_option where run_id = $run_id) as valued using (marketplace, sku)
left join run_forecast as forecast using (run_id, marketplace, sku)
where health.run_id = $run_id and health.on_hand > 0
order by health.marketplace, health.sku
