-- grain: one plan. writes: plan.
delete from plan where plan_id = $plan_id returning plan_id
