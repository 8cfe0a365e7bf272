-- grain: plan: level and main rule of its SKU in its own run, else in the newest run up to its day (NULL: none); opened_on: when the first
-- alert of the SKU up to its decision was raised; owner: whose it was last. reads: plan, run, run_risk, alert.
with seen as (
    select plan_id, risk.level, risk.main_rule
    from plan
    join run on run.run_id = plan.run_id or (plan.run_id is null and run.as_of <= plan.as_of)
    join run_risk as risk on risk.run_id = run.run_id and risk.marketplace = plan.marketplace and risk.sku = plan.sku
    qualify row_number() over (partition by plan_id order by run.as_of desc, run.run_id desc) = 1
),

alerts as (
    select
        plan_id, min(opened_at)::date as opened_on, arg_max(owner, changed_at) as owner
    from plan
    join alert on alert.marketplace = plan.marketplace and alert.sku = plan.sku and alert.opened_at <= coalesce(plan.decided_at, plan.created_at)
    group by plan_id
)

select plan_id, level, main_rule, opened_on, owner
from plan
left join seen using (plan_id)
left join alerts using (plan_id)
order by plan_id
