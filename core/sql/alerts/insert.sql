-- grain: marketplace x sku x rule that fires for the first time. reads: alert_next.
insert into alert (alert_id, marketplace, sku, rule, state, level, money_at_stake, owner, quiet_runs, opened_at, changed_at, fired_run_id)
select alert_id, marketplace, sku, rule, state, level, money_at_stake, owner, 0, $at, $at, $run_id
from alert_next
where is_new
