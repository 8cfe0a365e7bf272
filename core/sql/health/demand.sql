-- grain: marketplace x sku: what sold, how fast, how steadily. velocity in units a day; trend a share a week; cv a ratio.
-- velocity is simple exponential smoothing over weeks with stock; weeks with 4 or more empty days are left out, shorter gaps are scaled up.
-- reads: health_week, health_ledger (weeks since the first sale count, sold in or not).
create or replace temp table health_demand as
with span as (
    select marketplace, max(week) + 1 as weeks_known
    from health_week
    group by marketplace
),

life as (
    select
        marketplace, sku,
        coalesce(sum(units) filter (week = 0), 0) as units_7,
        coalesce(sum(units_30), 0) as units_30, coalesce(sum(units_60), 0) as units_60, coalesce(sum(units_90), 0) as units_90,
        coalesce(sum(units) filter (week < 52), 0) as units_365,
        sum(sales_90)::double as revenue_90,
        sum(sales) filter (week < 52)::double as revenue_365,
        min(first_sale) as first_sale, max(last_sale) as last_sale,
        max(week) filter (units > 0) + 1 as weeks_since_first_sale
    from health_week
    group by marketplace, sku
),

weeks as (
    select
        life.marketplace, life.sku, week.week, week.units,
        week.units * 7.0 / (7 - coalesce(ledger.empty_by_week[week.week], 0)) as full_units
    from life
    join health_week as week using (marketplace, sku)
    left join health_ledger as ledger using (marketplace, sku)
    where week.week < least($velocity_weeks, life.weeks_since_first_sale)
        and coalesce(ledger.empty_by_week[week.week], 0) < 4
),

sold as (
    select
        marketplace, sku,
        sum(full_units * pow(1 - $velocity_smoothing, week)) as smoothed,
        sum(full_units) as total, sum(full_units * full_units) as squares, sum(full_units * week) as moment
    from weeks
    group by marketplace, sku
),

-- weights of all weeks with stock, sold in or not: every week since the first sale, less the empty ones
open_weeks as (
    select
        life.marketplace, life.sku,
        least($velocity_weeks, life.weeks_since_first_sale)::integer as known,
        list_filter(map_keys(coalesce(ledger.empty_by_week, map {}::map(bigint, integer))), lambda w:
            w < least($velocity_weeks, life.weeks_since_first_sale) and ledger.empty_by_week[w] >= 4) as empty
    from life
    left join health_ledger as ledger using (marketplace, sku)
    where life.weeks_since_first_sale is not null
),

weights as (
    select
        marketplace, sku,
        known - len(empty) as n,
        (1 - pow(1 - $velocity_smoothing, known)) / $velocity_smoothing
            - coalesce(list_sum(list_transform(empty, lambda w: pow(1 - $velocity_smoothing, w))), 0) as weight,
        known * (known - 1) / 2.0 - coalesce(list_sum(empty), 0) as week_sum,
        (known - 1) * known * (2 * known - 1) / 6.0 - coalesce(list_sum(list_transform(empty, lambda w: w * w)), 0) as week_squares
    from open_weeks
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
        -- slope of units on weeks (towards the present), over the mean
        -(weights.n * sold.moment - sold.total * weights.week_sum)
            / nullif(weights.n * weights.week_squares - pow(weights.week_sum, 2), 0)
            / nullif(sold.total / weights.n, 0) as trend_week,
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
