-- grain: the newest run of today's data; days computed for the trend do not count. reads: run.
select * from run where not history order by run_id desc limit 1
