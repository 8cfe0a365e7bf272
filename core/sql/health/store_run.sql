-- grain: the one row that describes a run.
insert into run (run_id, as_of, data_version, policy, skus, seconds, started_at, history)
values ($run_id, $as_of, $data_version, $policy, $skus, $seconds, $started_at, $history)
