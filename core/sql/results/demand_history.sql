-- grain: week of one SKU (7 days ending on $as_of and before), oldest first. units sold; sales: money; price: usual one (median over days),
-- NULL unknown; promo: a quarter or more sold with a promotion; early_days: of the week of its first sale, those before it; stockout_days:
-- days without stock, NULL where neither a ledger nor stock reports tell of any. FBA channel only.
-- reads: sales_daily, ledger_span, empty_day.
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

told as (
    select 1 from ledger_span($as_of, $as_of - 7 * $weeks) where marketplace = $marketplace and sku = $sku
),

empty as (
    select date_diff('day', day, $as_of) // 7 as back, count(*) as stockout_days
    from empty_day($as_of, $as_of - 7 * $weeks)
    where marketplace = $marketplace and sku = $sku
    group by back
),

final as (
    select
        ($as_of - (7 * weeks.back + 6)::integer) as week, coalesce(sold.units, 0)::bigint as units,
        coalesce(sold.sales, 0)::double as sales, sold.price, coalesce(sold.promo, false) as promo,
        case when life.age_days // 7 = weeks.back then 6 - life.age_days % 7 else 0 end as early_days,
        case when exists (from told) or exists (from empty) then coalesce(empty.stockout_days, 0)::integer end as stockout_days
    from weeks
    cross join life
    left join sold using (back)
    left join empty using (back)
)

select * from final order by week
