-- grain: one plan. writes: plan.
insert into plan (
    plan_id, name, marketplace, sku, title, currency, state, created_at, run_id, as_of, data_version, policy, rates, case_inputs, option,
    first_action, value, value_mean, value_p10, value_p50, value_p90, hold_value, hold_mean, hold_p10, hold_p50, hold_p90,
    options, cost_of_waiting, assumptions
)
values (
    nextval('plan_ids'), $name, $marketplace, $sku, $title, $currency, 'open', $created_at, $run_id, $as_of, $data_version, $policy, $rates,
    $case_inputs, $option, $first_action, $value, $value_mean, $value_p10, $value_p50, $value_p90, $hold_value, $hold_mean, $hold_p10,
    $hold_p50, $hold_p90, $options, $cost_of_waiting, $assumptions
)
returning plan_id
