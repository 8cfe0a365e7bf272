-- grain: plan x course x week of one plan. writes: plan_week.
delete from plan_week where plan_id = $plan_id
