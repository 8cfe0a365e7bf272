-- grain: one plan. writes: plan.
update plan set state = $state, decided_at = $at where plan_id = $plan_id returning plan_id
