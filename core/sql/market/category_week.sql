-- grain: week (its first day; 7 days ending on $as_of and before) of the other SKUs in one SKU's category, oldest first. usual_units: pieces
-- of the middle one, FBA channel; usual_stockout_days: days without stock of the mean one, NULL where neither a ledger nor stock reports
-- tell; usual_ad_share: units that ads sold of all their units, 0..1, NULL in weeks without an advertised one.
-- reads: product, sales_daily, ledger_span, empty_day, ad_product_day.
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

told as (
    select distinct sku
    from ledger_span($as_of, $as_of - 7 * $weeks)
    where marketplace = $marketplace and sku in (select sku from selling)
),

empty_days as (
    select sku, day
    from empty_day($as_of, $as_of - 7 * $weeks)
    where marketplace = $marketplace and sku in (select sku from selling)
),

known as (select sku from told union select sku from empty_days),

empty as (
    select date_diff('day', day, $as_of) // 7 as back, count(*) / (select count(*) from known) as stockout_days
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
    case when exists (from known) then coalesce(empty.stockout_days, 0)::double end as usual_stockout_days,
    least(1.0, ads.ad_units / nullif(units.all_units, 0)) as usual_ad_share
from weeks
left join units using (back)
left join empty using (back)
left join ads using (back)
order by week
