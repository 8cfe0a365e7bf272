-- grain: alert that the seller answers: what was seen then is what a rise is measured from. owner NULL: as before.
update alert set
    state = coalesce($state, state), owner = coalesce($owner, owner), snoozed_until = if($state is null, snoozed_until, $until::date),
    reason = if($state is null, reason, $reason), note = if($state is null, note, $note),
    outcome_money = if($state is null, outcome_money, $outcome),
    changed_at = if($state is null or $state = state, changed_at, $at),
    answered_level = case when $state is null then answered_level when $state <> 'open' then level end,
    answered_money = case when $state is null then answered_money when $state <> 'open' then money_at_stake end,
    answered_at = case when $state is null then answered_at when $state <> 'open' then $at end
where list_contains($ids, alert_id)
