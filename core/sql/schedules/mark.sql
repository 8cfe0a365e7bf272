-- grain: one uploaded schedule. writes: fee_override.
update fee_override set draft = $draft where override_id = $override_id returning override_id
