-- grain: marketplace x sku x cohort: units by age in days on $as_of, first in first out.
-- Amazon's bands are split into cohorts of about 30 days (spread evenly: the report does not say more), aged by the days since the report's
-- own age date; what was sold since then is taken from the oldest; units on hand above what is left came in since and are the youngest.
-- reads: stock_age, health_stock, sales_daily.
create or replace temp table health_cohort as
with latest as (
    select marketplace, sku, max((as_of, file_id)) as latest
    from stock_age
    where as_of <= $as_of
    group by marketplace, sku
),

bands as (
    select age.marketplace, age.sku, age.age_day, age.age_from, coalesce(age.age_to, age.age_from + 29) as age_to, age.units
    from stock_age as age
    join latest using (marketplace, sku)
    where (age.as_of, age.file_id) = latest.latest and age.units > 0
),

pieces as (
    select *, greatest(1, round((age_to - age_from + 1) / 30.0))::integer as pieces
    from bands
),

spread as (
    select
        marketplace, sku, age_day, units / pieces as units,
        floor(age_from + (piece + 0.5) * (age_to - age_from + 1) / pieces - 0.5)::integer as age_days
    from (select *, unnest(range(pieces)) as piece from pieces)
),

since as (
    select dates.marketplace, dates.sku, dates.age_day, coalesce(sum(sales.units), 0) as sold
    from (select distinct marketplace, sku, age_day from spread) as dates
    left join sales_daily as sales
        on sales.marketplace = dates.marketplace and sales.sku = dates.sku
            and sales.channel = 'FBA' and sales.day > dates.age_day and sales.day <= $as_of
    group by all
),

left_over as (
    select stock.marketplace, stock.sku, stock.on_hand, since.age_day, since.sold, totals.units as reported
    from health_stock as stock
    join since using (marketplace, sku)
    join (select marketplace, sku, sum(units) as units from spread group by all) as totals using (marketplace, sku)
),

kept as (
    select *, greatest(0, least(reported - sold, on_hand)) as old_units
    from left_over
),

fifo as (
    select
        spread.marketplace, spread.sku,
        spread.age_days + date_diff('day', kept.age_day, $as_of) as age_days,
        greatest(0, least(spread.units, kept.old_units - (
            sum(spread.units) over (partition by spread.marketplace, spread.sku order by spread.age_days) - spread.units
        ))) as units
    from spread
    join kept using (marketplace, sku)
),

received as (
    select marketplace, sku, date_diff('day', age_day, $as_of) // 2 as age_days, on_hand - old_units as units
    from kept
),

final as (
    select marketplace, sku, age_days::integer as age_days, sum(units)::double as units
    from (from fifo union all from received)
    where units > 0.0001
    group by all
)

select * from final
