-- grain: plan. writes: liquidation_paid.
insert or replace into liquidation_paid values ($plan_id, $units, $amount, $at)
