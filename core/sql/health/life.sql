-- grain: marketplace x sku: sums of 7/30/60/90/365 days, first and last sale. units; money in the marketplace's currency. FBA channel only.
-- reads: sales_daily, health_reach, health_shipped.
create or replace temp table health_life as
with daily as (
    select
        marketplace, sku,
        coalesce(sum(units) filter (day > $as_of - 7), 0) as units_7, coalesce(sum(units) filter (day > $as_of - 30), 0) as units_30,
        coalesce(sum(units) filter (day > $as_of - 60), 0) as units_60, coalesce(sum(units) filter (day > $as_of - 90), 0) as units_90,
        coalesce(sum(units) filter (day > $as_of - 364), 0) as units_365,
        sum(gross_sales) filter (day > $as_of - 90)::double as revenue_90,
        sum(gross_sales) filter (day > $as_of - 364)::double as revenue_365,
        min(day) filter (units > 0) as first_sale, max(day) filter (units > 0) as last_sale
    from sales_daily
    where channel = 'FBA' and day <= $as_of and marketplace in (select marketplace from health_reach)
    group by marketplace, sku
),

shipped as (
    select
        marketplace, sku, units_t7 as units_7, units_t30 as units_30, units_t60 as units_60, units_t90 as units_90,
        units_t90 as units_365, units_t90 * price as revenue_90, units_t90 * price as revenue_365,
        case
            when units_t90 > units_t60 then $as_of - 90 when units_t60 > units_t30 then $as_of - 55
            when units_t30 > units_t7 then $as_of - 27 when units_t7 > 0 then $as_of - 6
        end as first_sale,
        case
            when units_t7 > 0 then $as_of - 3 when units_t30 > 0 then $as_of - 18
            when units_t60 > 0 then $as_of - 45 when units_t90 > 0 then $as_of - 75
        end as last_sale
    from health_shipped
)

select * from daily
union all
select * from shipped
