-- grain: marketplace x sku whose weekly sales fell off: lower CUSUM of the last 8 weeks against what was forecast before them, limit h, slack k.
-- forecast = level of the 26 weeks before, without their season, x the season of each week: so a season that ends is no cliff.
-- deviation of a week = sqrt(overdispersion x forecast), overdispersion = max(1, variance of the 26 residuals over the level).
-- A week without stock says nothing: as forecast. season_past: newest week first. After a promotion the limit is higher.
-- reads: position, health_week, health_gap, health_promoted.
with candidates as (
    select marketplace, sku, season_past, cliff_h, cliff_k, cliff_weekly_units
    from position
    where on_hand > 0 and weeks_since_first_sale >= 20 and (cover_days is null or cover_days > cover_safe_days)
),

weeks as (
    select
        candidates.marketplace, candidates.sku, weeks.week, cliff_k, cliff_weekly_units,
        coalesce(sold.units, 0) as units, coalesce(gap.days, 0) as gap_days, greatest(coalesce(season_past[weeks.week + 1], 1), 0.05) as season
    from candidates
    cross join (select unnest(range(34)) as week) as weeks
    left join (from health_week where week < 34) as sold
        on sold.marketplace = candidates.marketplace and sold.sku = candidates.sku and sold.week = weeks.week
    left join health_gap as gap
        on gap.marketplace = candidates.marketplace and gap.sku = candidates.sku and gap.week = weeks.week
),

base as (
    select
        marketplace, sku, any_value(cliff_k) as cliff_k,
        sum(units) / sum(season) as weekly,
        greatest(1, sum(pow(units - season * weekly_now, 2) / season) / 25.0 / nullif(any_value(weekly_now), 0)) as dispersion
    from (select *, sum(units) over sku_weeks / sum(season) over sku_weeks as weekly_now from weeks where week >= 8 window sku_weeks as (partition by marketplace, sku))
    group by marketplace, sku
    having sum(units) / 26.0 >= any_value(cliff_weekly_units)
),

steps as (
    select
        base.marketplace, base.sku,
        any_value(base.weekly) as weekly, any_value(base.dispersion) as dispersion, any_value(base.cliff_k) as cliff_k,
        list(
            case
                when gap_days >= 4 then 0
                else (weekly * season - units * 7.0 / (7 - gap_days)) / sqrt(dispersion * weekly * season)
            end
            order by week desc
        ) as shortfalls,
        arg_min(weekly * season, week) as normal
    from base
    join weeks using (marketplace, sku)
    where week < 8
    group by base.marketplace, base.sku
),

scored as (
    select *, cusum(0, shortfalls, cliff_k) as score
    from steps
)

select
    scored.marketplace, scored.sku, 2 as level,
    to_json({
        now: position.units_7, normal: scored.normal, score: scored.score, line: position.cliff_h * if(promoted.sku is null, 1, $promotion_factor), units: position.on_hand,
        need_units: ceil(-1e-6 + scored.normal - position.cliff_k * sqrt(scored.dispersion * scored.normal))
    }) as facts
from scored
join position using (marketplace, sku)
left join health_promoted as promoted using (marketplace, sku)
where scored.score > position.cliff_h * if(promoted.sku is null, 1, $promotion_factor)
