-- grain: marketplace x sku whose weekly sales fell off: lower CUSUM of the last 8 weeks against the 26 weeks before, scaled by their
-- overdispersion (sd = sqrt(max(mean, variance))), limit h, slack k. The largest sum of a run that ends now is the newest prefix sum less the
-- least one before it. Empty weeks count as on target; after a promotion the limit is higher. reads: position, health_week, health_gap,
-- health_promoted.
with candidates as (
    select marketplace, sku
    from position
    where on_hand > 0 and weeks_since_first_sale >= 20 and (cover_days is null or cover_days > $cover_safe_days)
),

base as (
    select
        week.marketplace, week.sku,
        sum(week.units) / 26.0 as mean,
        greatest(sum(week.units) / 26.0, (sum(week.units * week.units) - pow(sum(week.units), 2) / 26.0) / 25.0) as variance
    from health_week as week
    semi join candidates using (marketplace, sku)
    where week.week between 8 and 33
    group by week.marketplace, week.sku
    having sum(week.units) / 26.0 >= $cliff_weekly_units
),

dense as (
    select
        base.*, weeks.week,
        case
            when gap.days >= 4 then 0
            else (base.mean - coalesce(week.units, 0) * 7.0 / (7 - coalesce(gap.days, 0))) / sqrt(base.variance) - $cliff_k
        end as step
    from base
    cross join (select unnest(range(8)) as week) as weeks
    left join (from health_week where week < 8) as week
        on week.marketplace = base.marketplace and week.sku = base.sku and week.week = weeks.week
    left join health_gap as gap on gap.marketplace = base.marketplace and gap.sku = base.sku and gap.week = weeks.week
),

prefix as (
    select *, sum(step) over (partition by marketplace, sku order by week desc) as total
    from dense
),

cusum as (
    select
        marketplace, sku, any_value(mean) as mean, sqrt(any_value(variance)) as sd,
        arg_min(total, week) - least(0, min(total) filter (week > 0)) as score
    from prefix
    group by marketplace, sku
)

select
    cusum.marketplace, cusum.sku, 2 as level,
    to_json({
        now: position.units_7, normal: cusum.mean, score: cusum.score, line: $cliff_h * if(promoted.sku is null, 1, $promotion_factor), units: position.on_hand,
        need_units: ceil(-1e-6 + cusum.mean - $cliff_k * cusum.sd)
    }) as facts
from cusum
join position using (marketplace, sku)
left join health_promoted as promoted using (marketplace, sku)
where cusum.score > $cliff_h * if(promoted.sku is null, 1, $promotion_factor)
