-- grain: marketplace x niche x our sku, with its weekly units of the last $market_weeks weeks, oldest first: NULL where the week had fewer than
-- four days with stock, else as in a whole week. season: what a usual week of that part of the year sells, 1 without one. price: today's.
-- reads: market_member, expected_position, health_week, health_gap.
with weeks as (select unnest(range($market_weeks::integer)) as week),

sold as (
    select
        member.marketplace, member.niche, member.sku, member.is_given, position.season_past, position.price, weeks.week,
        case
            when position.weeks_known is null or weeks.week >= position.weeks_known or coalesce(gap.days, 0) >= 4 then null
            else coalesce(sold.units, 0) * 7.0 / (7 - coalesce(gap.days, 0))
        end as units
    from market_member as member
    join expected_position as position using (marketplace, sku)
    cross join weeks
    left join health_week as sold on sold.marketplace = member.marketplace and sold.sku = member.sku and sold.week = weeks.week
    left join health_gap as gap on gap.marketplace = member.marketplace and gap.sku = member.sku and gap.week = weeks.week
)

select
    marketplace, niche, sku, any_value(is_given) as is_given, any_value(price) as price, list(units order by week desc) as units,
    list(coalesce(season_past[week + 1], 1.0) order by week desc) as season
from sold
group by marketplace, niche, sku
order by marketplace, niche, sku
