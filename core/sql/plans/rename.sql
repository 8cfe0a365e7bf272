-- grain: one plan. writes: plan.
update plan set name = $name where plan_id = $plan_id returning plan_id
