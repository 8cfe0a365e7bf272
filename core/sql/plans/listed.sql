-- grain: plan, newest first. units: money in its currency. reads: plan.
select
    plan_id, name, marketplace, sku, title, currency, state, option, created_at, decided_at, run_id, as_of, data_version,
    value, value_p10, value_p50, value_p90, hold_value, value - hold_value as over_hold
from plan
where ($marketplace is null or marketplace = $marketplace) and ($sku is null or sku = $sku)
order by created_at desc, plan_id desc
