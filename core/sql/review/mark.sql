-- grain: one row: how many plans there are, the newest, and when one was decided last. reads: plan.
select count(*), max(plan_id), max(decided_at), list(state order by plan_id), list(name order by plan_id) from plan
