-- grain: marketplace x sku that one run valued for clearance: its position then. reads: run_health, run_option.
select health.*
from run_health as health
semi join (from run_option where run_id = $run_id) as valued using (marketplace, sku)
where health.run_id = $run_id and health.on_hand > 0
order by health.marketplace, health.sku
