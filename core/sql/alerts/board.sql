-- grain: alert, the most urgent first (level, then money at stake). A snooze that is over shows as open, before the next run says so.
-- quiet: the rule was silent on the last day of data; frozen_at: since when its purchases are frozen; draft_*: the newest plan that a run drafted,
-- and what speaks against it, also that units of it are to move (moved);
-- move_*: the moves to other sites drafted with it that were not called off, their gain in move_currency, or why there are none.
-- reads: alert, run_rule, run_health, purchase_freeze, alert_draft, plan, transfer.
with newest as (
    select * from alert_draft qualify row_number() over (partition by marketplace, sku order by made_at desc) = 1
),

moved as (
    select
        newest.marketplace, newest.sku, list(transfer_id order by transfer_id) as ids, sum(units) as units, sum(benefit) as gain,
        any_value(transfer.currency) as currency, string_agg(distinct to_site, ', ' order by to_site) as sites, bool_and(state = 'drafted') as open
    from newest
    join transfer on list_contains(newest.transfer_ids, transfer_id) and transfer.state <> 'cancelled'
    group by newest.marketplace, newest.sku
),

draft as (
    select
        newest.marketplace, newest.sku, plan.plan_id, plan.option, plan.value - plan.hold_value as over_hold,
        if(plan.plan_id is not null and moved.ids is not null, list_append(newest.problems, 'moved'), newest.problems) as problems,
        moved.ids, moved.units, moved.gain, moved.currency, moved.sites, moved.open,
        if(moved.ids is null and len(newest.transfer_ids) > 0, null, newest.transfer_problems) as move_problems
    from newest
    left join plan on plan.plan_id = newest.plan_id and plan.state <> 'withdrawn'
    left join moved on moved.marketplace = newest.marketplace and moved.sku = newest.sku
)

select
    alert.* exclude (state, snoozed_until),
    if(alert.state = 'snoozed' and alert.snoozed_until <= $on, 'open', alert.state) as state,
    if(alert.state = 'snoozed' and alert.snoozed_until <= $on, null, alert.snoozed_until) as snoozed_until,
    frozen.frozen_at, draft.plan_id as draft_plan, draft.problems as draft_problems, draft.option as draft_option, draft.over_hold as draft_gain,
    draft.ids as draft_moves, draft.units as move_units, draft.gain as move_gain, draft.currency as move_currency, draft.sites as move_sites,
    draft.open as move_open, coalesce(draft.move_problems, []) as move_problems,
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
