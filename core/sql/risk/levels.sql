-- grain: marketplace x sku: its level, rules and money (risk-and-alerts.md section 4).
-- The level is the highest of its rules; then money decides: a clearance warning is a notice where waiting costs too little a week, in the
-- first week as in the mean of the horizon (stock that fades slowly costs little in any one week, and much in half a year); one whose best
-- way out is an exit or a deep mark-down, with enough money at stake, is urgent. Where the cost of waiting is unknown,
-- the rule stands for the largest stocks only: an alarm for each would be no alarm.
-- reads: position, quadrant, fired, screened, options.
with by_sku as (
    select
        marketplace, sku,
        max(level) as rule_level,
        coalesce(max(level) filter (not list_contains($not_clearing, rule)), 0) as clearing_level,
        list(rule order by level desc, array_position($priority, rule)) as rules
    from fired
    group by marketplace, sku
),

joined as (
    select
        position.marketplace, position.sku, position.list_value, position.price,
        cume_dist() over (partition by position.marketplace, position.on_hand > 0 order by position.on_hand) > 1 - $level_unknown_share as large,
        coalesce(by_sku.rule_level, 0) as rule_level, coalesce(by_sku.clearing_level, 0) as clearing_level,
        coalesce(by_sku.rules, []::varchar[]) as rules,
        quadrant.* exclude (marketplace, sku, turnover_limit, value_limit),
        screened.best_option, screened.best_value, screened.hold_value, screened.cost_of_waiting_week, screened.money_at_stake,
        (
            screened.best_option in ('liquidate_all', 'remove_all', 'dispose_all', 'donate_all', 'ladder_30_50_70')
            or best.exit_units >= position.on_hand * $level_urgent_exit_share or best.price <= position.price * (1 - $level_urgent_markdown) + 0.005
        ) and screened.money_at_stake >= $level_urgent_share * coalesce(sum(position.list_value) over (partition by position.marketplace), 0) as drastic
    from position
    left join by_sku using (marketplace, sku)
    left join quadrant using (marketplace, sku)
    left join screened using (marketplace, sku)
    left join options as best
        on best.marketplace = position.marketplace and best.sku = position.sku and best.option = screened.best_option
),

final as (
    select
        marketplace, sku,
        case
            when clearing_level < 2 then rule_level
            when cost_of_waiting_week is null then if(large, rule_level, 1)
            when greatest(cost_of_waiting_week, money_at_stake / $clearance_horizon_weeks)
                < greatest($level_waiting_money, $level_waiting_share * list_value) then 1
            when drastic and money_at_stake >= $level_urgent_money then 3
            else 2
        end as level,
        rules, rules[1] as main_rule,
        quadrant_value, quadrant_age, quadrant_value_in_category, quadrant_age_in_category,
        best_option, best_value, hold_value, cost_of_waiting_week, money_at_stake
    from joined
)

select * from final
