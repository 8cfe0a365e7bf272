-- grain: week of one SKU (7 days ending on $as_of and before), oldest first. units; money; days without stock (NULL without a ledger).
-- reads: sales_daily, ledger_daily.
with weeks as (
    select unnest(range($weeks)) as back
),

sold as (
    select date_diff('day', day, $as_of) // 7 as back, sum(units) as units, sum(gross_sales) as sales
    from sales_daily
    where marketplace = $marketplace and sku = $sku and channel = 'FBA' and day <= $as_of
    group by back
),

ledger_days as (
    select day, sum(end_qty) as end_qty, sum(start_qty) as start_qty
    from ledger_daily
    where marketplace = $marketplace and sku = $sku and upper(disposition) = 'SELLABLE' and day <= $as_of
    group by day
),

spans as (
    select day, start_qty, end_qty, lead(day, 1, $as_of + 1) over (order by day) as next_day
    from ledger_days
),

empty_days as (
    select unnest(generate_series(day + (start_qty > 0)::integer, next_day - 1, interval 1 day))::date as day
    from spans
    where end_qty <= 0
),

empty as (
    select date_diff('day', day, $as_of) // 7 as back, count(*) as stockout_days
    from empty_days
    group by back
),

final as (
    select
        ($as_of - (7 * weeks.back + 6)::integer) as week,
        coalesce(sold.units, 0)::bigint as units, coalesce(sold.sales, 0)::double as sales,
        case when exists (from ledger_days) then coalesce(empty.stockout_days, 0) end as stockout_days
    from weeks
    left join sold using (back)
    left join empty using (back)
)

select * from final order by week
