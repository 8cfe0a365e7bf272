-- grain: one replay. reads: nothing.
insert into replay values ($replay_id, $started_at, $data_version, $first_day, $last_day, $weeks, $skus, $model, $policy, $seconds)
