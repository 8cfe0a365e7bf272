-- grain: week (its first day; 7 days ending on $as_of and before) of the other SKUs in one SKU's category, oldest first. usual_units: pieces of the
-- middle one, FBA channel; usual_stockout_days: days without stock of the mean one, NULL without a ledger; usual_ad_share: units that ads sold
-- of all their units, 0..1, NULL in weeks without an advertised one. reads: product, sales_daily, ledger_daily, ad_product_day.
with alike as (
    select sku from product
    where marketplace = $marketplace and sku <> $sku
        and product_group is not distinct from (select product_group from product where marketplace = $marketplace and sku = $sku)
),

weeks as (select unnest(range($weeks)) as back),

sold as (
    select sku, date_diff('day', day, $as_of) // 7 as back, sum(units) as units
    from sales_daily
    where marketplace = $marketplace and channel = 'FBA' and day <= $as_of and day > $as_of - 7 * $weeks and sku in (from alike)
    group by sku, back
),

selling as (select sku, max(back) as first_back from sold where units > 0 group by sku),

units as (
    select weeks.back, median(coalesce(sold.units, 0))::double as usual_units, sum(coalesce(sold.units, 0))::double as all_units
    from weeks
    join selling on selling.first_back >= weeks.back
    left join sold on sold.sku = selling.sku and sold.back = weeks.back
    group by weeks.back
),

newest as (
    select day, max(file_id) as file_id
    from ledger_daily
    where marketplace = $marketplace and day between $as_of - 7 * $weeks and $as_of
    group by day
),

balances as (
    select ledger.sku, ledger.day, sum(ledger.start_qty) as start_qty, sum(ledger.end_qty) as end_qty
    from ledger_daily as ledger
    join newest using (day, file_id)
    where ledger.marketplace = $marketplace and upper(ledger.disposition) = 'SELLABLE' and ledger.sku in (select sku from selling)
    group by ledger.sku, ledger.day
),

spans as (
    select sku, day, start_qty, end_qty, lead(day, 1, (select max(day) + 1 from newest)) over (partition by sku order by day) as next_day
    from balances
),

empty_days as (
    select distinct sku, unnest(generate_series(day + (start_qty > 0)::integer, next_day - 1, interval 1 day))::date as day
    from spans
    where end_qty <= 0
),

empty as (
    select date_diff('day', day, $as_of) // 7 as back, count(*) / (select count(distinct sku) from balances) as stockout_days
    from empty_days
    group by back
),

ads as (
    select date_diff('day', day, $as_of) // 7 as back, sum(units) as ad_units
    from ad_product_day
    where marketplace = $marketplace and day <= $as_of and day > $as_of - 7 * $weeks and sku in (from alike)
    group by back
)

select
    ($as_of - (7 * weeks.back + 6)::integer) as week, units.usual_units,
    case when exists (from balances) then coalesce(empty.stockout_days, 0)::double end as usual_stockout_days,
    least(1.0, ads.ad_units / nullif(units.all_units, 0)) as usual_ad_share
from weeks
left join units using (back)
left join empty using (back)
left join ads using (back)
order by week
