-- grain: one uploaded schedule. writes: fee_override.
delete from fee_override where override_id = $override_id returning override_id
