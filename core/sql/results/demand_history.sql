-- grain: week of one SKU (7 days ending on $as_of and before), oldest first. units sold; sales: money; price: usual one (median over days),
-- NULL unknown; promo: a quarter or more sold with a promotion; early_days: of the week of its first sale, those before it; stockout_days:
-- days without stock, NULL where neither a ledger nor stock reports tell of any. FBA channel only. Of several ledger files that tell a day,
-- the newest counts; after the ledger's last day two stock reports in a row may still tell.
-- reads: sales_daily, ledger_daily, snapshot_empty_day.
with weeks as (
    select unnest(range($weeks)) as back
),

sold as (
    select
        date_diff('day', day, $as_of) // 7 as back, sum(units) as units, sum(gross_sales) as sales,
        median(gross_sales / units) filter (units > 0) as price,
        coalesce(sum(units) filter (promo_discount > 0), 0) >= 0.25 * sum(units) and sum(units) > 0 as promo
    from sales_daily
    where marketplace = $marketplace and sku = $sku and channel = 'FBA' and day <= $as_of
    group by back
),

life as (
    select date_diff('day', min(day), $as_of)::integer as age_days
    from sales_daily
    where marketplace = $marketplace and sku = $sku and channel = 'FBA' and day <= $as_of and units > 0
),

covered as (
    select max(day) as last_day from ledger_daily where marketplace = $marketplace and day <= $as_of
),

newest as (
    select day, max(file_id) as file_id
    from ledger_daily
    where marketplace = $marketplace and day between $as_of - 7 * $weeks and $as_of
    group by day
),

balances as (
    select ledger.day, sum(ledger.start_qty) as start_qty, sum(ledger.end_qty) as end_qty
    from ledger_daily as ledger
    join newest using (day, file_id)
    where ledger.marketplace = $marketplace and ledger.sku = $sku and upper(ledger.disposition) = 'SELLABLE'
    group by ledger.day
),

spans as (
    select day, start_qty, end_qty, lead(day, 1, covered.last_day + 1) over (order by day) as next_day
    from balances, covered
),

empty_days as (
    select distinct unnest(generate_series(day + (start_qty > 0)::integer, next_day - 1, interval 1 day))::date as day
    from spans
    where end_qty <= 0
    union
    select day from snapshot_empty_day where marketplace = $marketplace and sku = $sku and known_on <= $as_of
),

empty as (
    select date_diff('day', day, $as_of) // 7 as back, count(*) as stockout_days
    from empty_days
    group by back
),

final as (
    select
        ($as_of - (7 * weeks.back + 6)::integer) as week, coalesce(sold.units, 0)::bigint as units,
        coalesce(sold.sales, 0)::double as sales, sold.price, coalesce(sold.promo, false) as promo,
        case when life.age_days // 7 = weeks.back then 6 - life.age_days % 7 else 0 end as early_days,
        case when exists (from balances) or exists (from empty) then coalesce(empty.stockout_days, 0)::integer end as stockout_days
    from weeks
    cross join life
    left join sold using (back)
    left join empty using (back)
)

select * from final order by week
