-- grain: alert, the most urgent first (level, then money at stake). A snooze that is over shows as open, before the next run says so.
-- quiet: the rule was silent on the last day of data; frozen_at: since when its purchases are frozen; draft_*: the newest plan that a run drafted.
-- reads: alert, run_rule, run_health, purchase_freeze, alert_draft, plan.
with draft as (
    select draft.marketplace, draft.sku, plan.plan_id, draft.problems, plan.option, plan.value - plan.hold_value as over_hold
    from alert_draft as draft
    left join plan on plan.plan_id = draft.plan_id and plan.state <> 'withdrawn'
    qualify row_number() over (partition by draft.marketplace, draft.sku order by draft.made_at desc) = 1
)

select
    alert.* exclude (state, snoozed_until),
    if(alert.state = 'snoozed' and alert.snoozed_until <= $on, 'open', alert.state) as state,
    if(alert.state = 'snoozed' and alert.snoozed_until <= $on, null, alert.snoozed_until) as snoozed_until,
    frozen.frozen_at, draft.plan_id as draft_plan, draft.problems as draft_problems, draft.option as draft_option, draft.over_hold as draft_gain,
    alert.quiet_runs > 0 as quiet, rule.facts, health.title, health.currency, health.category, health.on_hand
from alert
left join run_rule as rule
    on rule.run_id = alert.fired_run_id and rule.marketplace = alert.marketplace and rule.sku = alert.sku and rule.rule = alert.rule
left join run_health as health
    on health.run_id = alert.fired_run_id and health.marketplace = alert.marketplace and health.sku = alert.sku
left join purchase_freeze as frozen
    on frozen.marketplace = alert.marketplace and frozen.sku = alert.sku and frozen.lifted_at is null
left join draft on draft.marketplace = alert.marketplace and draft.sku = alert.sku
where ($sku is null or (alert.sku = $sku and alert.marketplace = $marketplace))
order by alert.level desc, alert.money_at_stake desc nulls last, alert.opened_at, alert.alert_id
