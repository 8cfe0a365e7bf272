-- grain: one row: how many plans there are, the newest, when one was decided last, and what was noted of liquidations. reads: plan,
-- liquidation_paid.
select count(*), max(plan_id), max(decided_at), list(state order by plan_id), list(name order by plan_id),
    (select max(noted_at) from liquidation_paid) from plan
