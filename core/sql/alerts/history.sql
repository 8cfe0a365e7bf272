-- grain: alert x change, oldest first. reads: alert_history.
select * exclude (alert_id) from alert_history where alert_id = $alert_id order by happened_at, rowid
