-- grain: alert to which something happened in a run. reads: alert_next, alert.
insert into alert_history (alert_id, happened_at, event, state, level, money_at_stake, owner, snoozed_until, run_id)
select alert_id, $at, next.event, next.state, next.level, next.money_at_stake, alert.owner, alert.snoozed_until, $run_id
from alert_next as next
join alert using (alert_id)
where next.event is not null
