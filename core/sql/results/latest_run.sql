-- grain: the newest run. reads: run.
select * from run order by run_id desc limit 1
