-- grain: weekly day x marketplace x SKU that the ledger had shown by then: its balance, as a row of stock_snapshot (source ledger).
-- price: what the newest 91 days with sales brought a unit. What is on its way is in no ledger. reads: ledger_span, ledger_daily,
-- sales_daily, replay_day.
create or replace temp table ledger_stock as
with reach as (
    select marketplace, min(day) as first_day, max(day) as last_day from ledger_daily group by marketplace
),

prices as (
    select
        replay_day.day, sales.marketplace, sales.sku, any_value(sales.currency) as currency,
        sum(sales.gross_sales) / nullif(sum(sales.units) filter (sales.gross_sales is not null), 0) as price
    from replay_day
    join sales_daily as sales on sales.day <= replay_day.day and sales.day > replay_day.day - 91 and sales.units > 0
    group by replay_day.day, sales.marketplace, sales.sku
),

final as (
    select
        replay_day.day as as_of, spans.marketplace, spans.sku, spans.file_id, greatest(0, spans.end_qty)::bigint as available,
        prices.price, prices.currency
    from replay_day
    join ledger_span('infinity'::date, '-infinity'::date) as spans on spans.day <= replay_day.day and replay_day.day < spans.next_day
    join reach on reach.marketplace = spans.marketplace and replay_day.day between reach.first_day and reach.last_day
    left join prices on prices.day = replay_day.day and prices.marketplace = spans.marketplace and prices.sku = spans.sku
)

select * from final
