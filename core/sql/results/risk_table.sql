-- grain: marketplace x sku of one run, worst first. reads: run_health, run_risk.
select health.* exclude (run_id), risk.* exclude (run_id, marketplace, sku)
from run_health as health
join run_risk as risk using (run_id, marketplace, sku)
where run_id = $run_id
order by risk.level desc, risk.money_at_stake desc nulls last, risk.cost_of_waiting_week desc nulls last, health.stock_value desc nulls last, sku
