-- grain: run by which alerts were brought up to date.
insert into alert_check values ($run_id, $as_of, $at)
