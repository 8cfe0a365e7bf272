-- grain: alert that the seller answered. reads: alert.
insert into alert_history (alert_id, happened_at, event, state, level, money_at_stake, owner, snoozed_until, reason, note, outcome_money)
select alert_id, $at, $event, state, level, money_at_stake, owner, snoozed_until, reason, note, outcome_money
from alert
where list_contains($ids, alert_id)
