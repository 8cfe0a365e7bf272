-- grain: one run: the newest of a day. reads: run.
select max(run_id) from run where as_of = $as_of
