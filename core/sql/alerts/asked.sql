-- grain: alert that the seller asked for: its state. reads: alert.
select alert_id, state, owner, snoozed_until, reason, note, outcome_money from alert where list_contains($ids, alert_id) order by alert_id
