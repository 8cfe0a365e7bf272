-- grain: marketplace x sku x rule that fires in a run or has an alert: what becomes of it. event NULL: nothing to tell.
-- A clearance rule has its SKU's level and money, in which money has spoken already; another rule has its own level and no money.
-- What is wrong in the data freezes all other alerts of that SKU. A warning that nobody looks after goes to whom Settings name: buying rules
-- to purchasing, the others to sales. reads: run_rule, run_risk, alert, alert_check, setting.
with frozen as (
    select marketplace, sku from run_rule where run_id = $run_id and rule = 'data_suspect'
),

firing as (
    select
        rule.marketplace, rule.sku, rule.rule,
        case when rule.level >= 2 and not list_contains($not_clearing, rule.rule) then risk.level else rule.level end as level,
        case when not list_contains($not_clearing, rule.rule) then risk.money_at_stake end as money_at_stake
    from run_rule as rule
    join run_risk as risk using (run_id, marketplace, sku)
    where run_id = $run_id
),

beside as (
    select
        marketplace, sku, rule, alert.alert_id, alert.state, alert.quiet_runs, alert.snoozed_until, alert.answered_at, alert.owner,
        alert.level as level_before, firing.level is not null as fires,
        coalesce(firing.level, alert.level) as level, if(firing.level is null, alert.money_at_stake, firing.money_at_stake) as money_at_stake,
        firing.level > alert.level as higher, firing.level < alert.level as lower,
        coalesce(firing.level > alert.answered_level, false)
            or coalesce(
                firing.money_at_stake >= alert.answered_money * (1 + $alerts_reopen_share)
                and firing.money_at_stake - alert.answered_money >= $alerts_reopen_money, false
            ) as rose
    from alert
    full join firing using (marketplace, sku, rule)
    where rule = 'data_suspect' or (marketplace, sku) not in (from frozen)
),

judged as (
    select
        *,
        case
            when not fires and state in ('open', 'acknowledged', 'in_progress', 'snoozed') and quiet_runs + $new_day >= $alerts_close_runs
                then 'went_silent'
            when not fires then null
            when state is null or state = 'closed' then 'opened'
            when state = 'open' then case when higher then 'raised' when lower then 'lowered' end
            when rose then 'rose'
            when state = 'snoozed' and snoozed_until <= $today then 'woke'
            when state = 'resolved' and quiet_runs > 0 then 'returned'
            when state = 'resolved' and answered_at + to_days($alerts_resolve_days::integer) <= $at then 'still_there'
            when state = 'false_alarm' and quiet_runs >= $alerts_close_runs then 'returned'
        end as event
    from beside
),

final as (
    select
        coalesce(alert_id, nextval('alert_ids')) as alert_id, alert_id is null as is_new, marketplace, sku, rule, level, money_at_stake, fires, event,
        coalesce(owner, case when fires and level >= 2 then (
            select value->>'$' from setting where key = if(list_contains($not_clearing, judged.rule), 'owner.purchasing', 'owner.sales')
        ) end) as owner,
        case when fires then 0 when state = 'closed' then quiet_runs else quiet_runs + $new_day end as quiet_runs,
        case
            when event in ('opened', 'rose', 'woke', 'returned', 'still_there') then 'open'
            when event = 'went_silent' then 'closed'
            else state
        end as state
    from judged
)

select * from final
