-- grain: marketplace x sku of one run, worst first; best_price, best_exit_units: the first step of the best option.
-- reads: run_health, run_risk, run_option.
select health.* exclude (run_id), risk.* exclude (run_id, marketplace, sku), best.price as best_price, best.exit_units as best_exit_units
from run_health as health
join run_risk as risk using (run_id, marketplace, sku)
left join run_option as best
    on best.run_id = risk.run_id and best.marketplace = risk.marketplace and best.sku = risk.sku and best.option = risk.best_option
where health.run_id = $run_id
order by risk.level desc, risk.money_at_stake desc nulls last, risk.cost_of_waiting_week desc nulls last, health.stock_value desc nulls last, sku
