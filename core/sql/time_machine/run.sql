-- grain: one run. reads: run.
select as_of, policy from run where run_id = $run_id
