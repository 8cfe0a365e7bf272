-- grain: marketplace x day x sku x channel. units: pieces; money in the marketplace's currency, totals of the day.
-- reads: newest_order_line (temp view), order_line, sales_tidy, ledger_daily, import_file
-- A day lies inside what a file covers when it is between its first and last line, or inside the period that was given for it.
with order_span as (
    select marketplace, min(day) as first_day, max(day) as last_day from order_line group by file_id, marketplace
    union all
    select unnest(string_split(marketplace, ', ')), period_start, period_end from import_file
    where kind = 'all_orders' and status = 'loaded' and marketplace is not null and period_start is not null
),
order_day as (
    select distinct marketplace, unnest(generate_series(first_day, last_day, interval 1 day))::date as day from order_span
),
tidy_span as (
    select marketplace, min(day) as first_day, max(day) as last_day from sales_tidy group by file_id, marketplace
),
tidy_day as (
    select distinct marketplace, unnest(generate_series(first_day, last_day, interval 1 day))::date as day from tidy_span
),
from_orders as (
    select
        marketplace, day, sku, channel, 'orders' as source,
        coalesce(sum(units) filter (status <> 'cancelled'), 0) as units,
        coalesce(sum(is_first) filter (status <> 'cancelled'), 0) as orders,
        sum(gross_sales) filter (status <> 'cancelled') as gross_sales,
        sum(promo_discount) filter (status <> 'cancelled') as promo_discount,
        coalesce(sum(units) filter (status = 'cancelled'), 0) as units_cancelled,
        any_value(currency) as currency
    from newest_order_line
    where list_contains($marketplaces, marketplace)
    group by marketplace, day, sku, channel
),
newest_tidy as (
    select * from sales_tidy
    where list_contains($marketplaces, marketplace)
    qualify file_id = max(file_id) over (partition by marketplace, day, sku)
),
from_tidy as (
    select
        marketplace, day, sku, 'FBA' as channel, 'tidy' as source, sum(units) as units, null::bigint as orders,
        sum(gross_sales) as gross_sales, null::decimal(18,4) as promo_discount, 0 as units_cancelled, any_value(currency) as currency
    from newest_tidy anti join order_day using (marketplace, day)
    group by marketplace, day, sku
),
newest_ledger as (
    select * from ledger_daily
    where list_contains($marketplaces, marketplace)
    qualify file_id = max(file_id) over (partition by marketplace, day, location, fnsku, sku, disposition)
),
from_ledger as (
    select
        marketplace, day, sku, 'FBA' as channel, 'ledger' as source, -sum(shipments) as units, null::bigint as orders,
        null::decimal(18,4) as gross_sales, null::decimal(18,4) as promo_discount, 0 as units_cancelled, null::varchar as currency
    from newest_ledger anti join order_day using (marketplace, day) anti join tidy_day using (marketplace, day)
    group by marketplace, day, sku having sum(shipments) <> 0
)
select * from from_orders
union all by name select * from from_tidy
union all by name select * from from_ledger
