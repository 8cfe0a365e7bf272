-- grain: alert that a run knows: brought up to date. A new episode begins with a clean answer; the owner stays. reads: alert_next.
update alert set
    state = next.state, owner = next.owner, level = next.level, money_at_stake = next.money_at_stake, quiet_runs = next.quiet_runs,
    fired_run_id = if(next.fires, $run_id, alert.fired_run_id),
    changed_at = if(next.state <> alert.state, $at, alert.changed_at),
    opened_at = if(next.event in ('opened', 'returned'), $at, alert.opened_at),
    snoozed_until = if(next.state = 'snoozed', alert.snoozed_until, null),
    reason = if(next.state = 'open', null, alert.reason), note = if(next.state = 'open', null, alert.note),
    outcome_money = if(next.state = 'open', null, alert.outcome_money),
    answered_level = if(next.state = 'open', null, alert.answered_level),
    answered_money = if(next.state = 'open', null, alert.answered_money),
    answered_at = if(next.state = 'open', null, alert.answered_at)
from alert_next as next
where next.alert_id = alert.alert_id and not next.is_new
