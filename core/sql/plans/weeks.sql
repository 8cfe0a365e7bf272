-- grain: week of one course of one plan. reads: plan_week.
select * exclude (plan_id, course) from plan_week where plan_id = $plan_id and course = $course order by week
