-- grain: marketplace x sku: how fast and how steadily it sells. velocity in units a day.
-- velocity is simple exponential smoothing over weeks with stock; weeks with 4 or more silent days are left out, shorter gaps are scaled up.
-- reads: health_life, health_week, health_gap.
create or replace temp table health_demand as
with span as (
    select marketplace, max(week) + 1 as weeks_known
    from health_week
    group by marketplace
),

life as (
    select *, date_diff('day', first_sale, $as_of) // 7 + 1 as weeks_since_first_sale
    from health_life
),

weeks as (
    select week.marketplace, week.sku, week.week, week.units, week.units * 7.0 / (7 - coalesce(gap.days, 0)) as full_units
    from health_week as week
    left join health_gap as gap using (marketplace, sku, week)
    where week.week < $velocity_weeks and coalesce(gap.days, 0) < 4  -- weeks before the first sale hold nothing: they add 0
),

sold as (
    select
        marketplace, sku,
        sum(full_units * pow(1 - $velocity_smoothing, week)) as smoothed,
        sum(full_units) as total, sum(full_units * full_units) as squares
    from weeks
    group by marketplace, sku
),

-- every week since the first sale has its weight, sold in or not; the silent ones are taken out again
silent as (
    select
        gap.marketplace, gap.sku, count(*) as n, sum(pow(1 - $velocity_smoothing, gap.week)) as weight
    from health_gap as gap
    join life using (marketplace, sku)
    where gap.days >= 4 and gap.week < least($velocity_weeks, life.weeks_since_first_sale)
    group by gap.marketplace, gap.sku
),

weights as (
    select
        marketplace, sku,
        known - coalesce(silent.n, 0) as n,
        (1 - pow(1 - $velocity_smoothing, known)) / $velocity_smoothing - coalesce(silent.weight, 0) as weight
    from (select *, least($velocity_weeks, weeks_since_first_sale)::integer as known from life where first_sale is not null)
    left join silent using (marketplace, sku)
),

months as (
    select
        marketplace, sku, block, units,
        sum(units) over (partition by marketplace, sku order by block range between current row and 2 following) as units_12_weeks
    from (
        select marketplace, sku, week // 4 as block, sum(units) as units
        from health_week
        where week < 52
        group by all
    )
),

blocks as (
    select
        marketplace, sku, max(units) as best_block, max(units_12_weeks) as best_12_weeks, arg_max(block, units) * 4 as peak_weeks_ago,
        max(units) filter (block = 0) as this_block, max(units) filter (block = 1) as last_block, max(units) filter (block = 2) as before_block
    from months
    group by marketplace, sku
),

final as (
    select
        life.*,
        span.weeks_known,
        weights.n as weeks_with_stock,
        coalesce(sold.smoothed, 0) / nullif(weights.weight, 0) / 7 as velocity,
        coalesce(sold.total, 0) / nullif(weights.n, 0) as weekly_mean,
        greatest(0, (coalesce(sold.squares, 0) - pow(coalesce(sold.total, 0), 2) / nullif(weights.n, 0)) / nullif(weights.n - 1, 0)) as weekly_variance,
        coalesce(blocks.this_block, 0) as block_0, coalesce(blocks.last_block, 0) as block_1, coalesce(blocks.before_block, 0) as block_2,
        blocks.best_12_weeks, blocks.peak_weeks_ago,
        coalesce(blocks.this_block, 0) / nullif(blocks.best_block, 0) as share_of_peak
    from life
    join span using (marketplace)
    left join weights using (marketplace, sku)
    left join sold using (marketplace, sku)
    left join blocks using (marketplace, sku)
)

select * from final
