-- grain: one plan. reads: plan.
select * from plan where plan_id = $plan_id
