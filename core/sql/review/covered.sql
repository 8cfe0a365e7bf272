-- grain: marketplace x day on which sales are known: between the first and last line of a file, inside the period given for it, or with a sale.
-- reads: order_line, sales_tidy, ledger_daily, import_file, sales_daily.
create or replace temp table review_covered as
with spans as (
    select marketplace, min(day) as first_day, max(day) as last_day from order_line group by file_id, marketplace
    union all
    select marketplace, min(day), max(day) from sales_tidy group by file_id, marketplace
    union all
    select marketplace, min(day), max(day) from ledger_daily group by file_id, marketplace
    union all
    select unnest(string_split(marketplace, ', ')), period_start, period_end from import_file
    where kind = 'all_orders' and status = 'loaded' and marketplace is not null and period_start is not null
),

final as (
    select distinct marketplace, unnest(generate_series(first_day, last_day, interval 1 day))::date as day from spans
    union
    select distinct marketplace, day from sales_daily
)

select * from final
