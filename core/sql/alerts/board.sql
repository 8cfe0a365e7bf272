-- grain: alert, the most urgent first (level, then money at stake). A snooze that is over shows as open, before the next run says so.
-- quiet: the rule was silent on the last day of data. reads: alert, run_rule, run_health.
select
    alert.* exclude (state, snoozed_until),
    if(alert.state = 'snoozed' and alert.snoozed_until <= $on, 'open', alert.state) as state,
    if(alert.state = 'snoozed' and alert.snoozed_until <= $on, null, alert.snoozed_until) as snoozed_until,
    alert.quiet_runs > 0 as quiet, rule.facts, health.title, health.currency, health.category, health.on_hand
from alert
left join run_rule as rule
    on rule.run_id = alert.fired_run_id and rule.marketplace = alert.marketplace and rule.sku = alert.sku and rule.rule = alert.rule
left join run_health as health
    on health.run_id = alert.fired_run_id and health.marketplace = alert.marketplace and health.sku = alert.sku
where ($sku is null or (alert.sku = $sku and alert.marketplace = $marketplace))
order by alert.level desc, alert.money_at_stake desc nulls last, alert.opened_at, alert.alert_id
