-- grain: marketplace x sku: both matrices, over all and by category. Limits are the policy's, or (0) the seller's own medians.
-- reads: position.
create or replace temp table quadrant as
with limits as (
    select
        marketplace,
        case when $quadrant_turnover > 0 then $quadrant_turnover else median(turnover) end as turnover_limit,
        case when $quadrant_value > 0 then $quadrant_value else median(stock_value) end as value_limit
    from position
    where on_hand > 0
    group by marketplace
),

category_limits as (
    select
        marketplace, category, median(turnover) as turnover_limit, median(stock_value) as value_limit,
        median(age_days) as age_limit, median(cover_days) as cover_limit
    from position
    where on_hand > 0
    group by marketplace, category
    having count(*) >= 8
),

judged as (
    select
        position.marketplace, position.sku, limits.turnover_limit, limits.value_limit,
        position.turnover >= limits.turnover_limit as fast, position.stock_value >= limits.value_limit as big,
        position.turnover >= category_limits.turnover_limit as fast_in_category, position.stock_value >= category_limits.value_limit as big_in_category,
        position.age_days > category_limits.age_limit as old_in_category,
        coalesce(position.cover_days > category_limits.cover_limit, position.demand_26 = 0) as long_in_category,
        position.age_days > $quadrant_age_days as old,
        coalesce(position.cover_days > $quadrant_cover_days, position.demand_26 = 0) as long
    from position
    left join limits using (marketplace)
    left join category_limits using (marketplace, category)
    where position.on_hand > 0
),

final as (
    select
        marketplace, sku, turnover_limit, value_limit,
        case when fast is null or big is null then null
            when fast and big then 'promote' when fast then 'keep' when big then 'clear_now' else 'restock' end as quadrant_value,
        case when old is null or long is null then null
            when old and long then 'clear_now' when old then 'old_tail' when long then 'overbought' else 'flowing' end as quadrant_age,
        case when fast_in_category is null or big_in_category is null then null
            when fast_in_category and big_in_category then 'promote' when fast_in_category then 'keep'
            when big_in_category then 'clear_now' else 'restock' end as quadrant_value_in_category,
        case when old_in_category is null or long_in_category is null then null
            when old_in_category and long_in_category then 'clear_now' when old_in_category then 'old_tail'
            when long_in_category then 'overbought' else 'flowing' end as quadrant_age_in_category
    from judged
)

select * from final
