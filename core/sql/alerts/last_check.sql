-- grain: the newest run by which alerts were brought up to date. reads: alert_check.
select run_id, as_of, checked_at from alert_check order by run_id desc limit 1
