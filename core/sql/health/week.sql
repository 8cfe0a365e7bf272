-- grain: marketplace x sku x week with sales, newest week 0 = the 7 days that end on $as_of. units, FBA channel only: sales that the seller
-- ships himself do not draw this stock. Shipped units of a window are spread over its weeks.
-- reads: sales_daily, health_reach, health_shipped.
create or replace temp table health_week as
with daily as (
    select marketplace, sku, (($as_of - day) // 7)::integer as week, sum(units)::double as units
    from sales_daily
    where channel = 'FBA' and day <= $as_of and marketplace in (select marketplace from health_reach)
    group by marketplace, sku, week
),

windows as (
    select
        marketplace, sku, unnest([
            {first: 0, weeks: 1, units: units_t7},
            {first: 1, weeks: 3, units: units_t30 - units_t7},
            {first: 4, weeks: 4, units: units_t60 - units_t30},
            {first: 8, weeks: 5, units: units_t90 - units_t60}
        ]) as span
    from health_shipped
),

spread as (
    select marketplace, sku, unnest(range(span.first, span.first + span.weeks))::integer as week, span.units / span.weeks as units
    from windows
)

select * from daily
union all
select * from spread
