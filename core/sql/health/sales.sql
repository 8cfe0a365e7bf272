-- grain: marketplace x sku x week, newest week 0 = the 7 days that end on $as_of. units; money in the marketplace's currency.
-- FBA channel only: sales that the seller ships himself do not draw this stock.
-- Where daily sales reach back less than 28 days, Amazon's own shipped units of 7/30/60/90 days are spread over 13 weeks instead.
-- reads: sales_daily, stock_snapshot, health_stock.
create or replace temp table health_week as
with reach as (
    select marketplace, min(day) as first_day
    from sales_daily
    where day <= $as_of
    group by marketplace
),

daily as (
    select
        marketplace, sku, date_diff('day', day, $as_of) // 7 as week,
        sum(units)::double as units,
        sum(gross_sales)::double as sales,
        sum(units) filter (day > $as_of - 30) as units_30,
        sum(units) filter (day > $as_of - 60) as units_60,
        sum(units) filter (day > $as_of - 90) as units_90,
        sum(gross_sales) filter (day > $as_of - 90) as sales_90,
        min(day) filter (units > 0) as first_sale,
        max(day) filter (units > 0) as last_sale
    from sales_daily
    where channel = 'FBA' and day <= $as_of
        and marketplace in (select marketplace from reach where first_day <= $as_of - 27)
    group by marketplace, sku, week
),

shipped as (
    select snapshot.marketplace, snapshot.sku, stock.price, snapshot.units_t7, snapshot.units_t30, snapshot.units_t60, snapshot.units_t90
    from stock_snapshot as snapshot
    join health_stock as stock
        on stock.marketplace = snapshot.marketplace and stock.sku = snapshot.sku and stock.stock_as_of = snapshot.as_of
    where snapshot.source = 'planning' and snapshot.units_t90 is not null
        and snapshot.marketplace not in (select marketplace from daily)
    qualify row_number() over (partition by snapshot.marketplace, snapshot.sku order by snapshot.file_id desc) = 1
),

windows as (
    select *, unnest([
        {first: 0, weeks: 1, units: units_t7, days: 7, ends: 3},
        {first: 1, weeks: 3, units: units_t30 - units_t7, days: 23, ends: 18},
        {first: 4, weeks: 4, units: units_t60 - units_t30, days: 30, ends: 45},
        {first: 8, weeks: 5, units: units_t90 - units_t60, days: 30, ends: 75}
    ]) as span
    from shipped
),

spread as (
    select
        marketplace, sku, unnest(range(span.first, span.first + span.weeks)) as week,
        span.units / span.weeks as units, span.units / span.weeks * price as sales,
        case when span.first <= 1 then span.units / span.weeks else 0 end as units_30,
        case when span.first <= 4 then span.units / span.weeks else 0 end as units_60,
        span.units / span.weeks as units_90, span.units / span.weeks * price as sales_90,
        case when span.units > 0 then $as_of - span.ends end as first_sale,
        case when span.units > 0 then $as_of - span.ends end as last_sale
    from windows
)

select * from daily
union all
select * from spread
