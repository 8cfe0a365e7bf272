-- grain: weekly day x marketplace x SKU x receipt of which units are left, first in first out, as rows of stock_age; for the days before a
-- marketplace's first own report of ages. Units that were there before the ledger began are as old as the ledger at least.
-- reads: ledger_daily, ledger_stock, stock_age.
create or replace temp table ledger_age as
with reported as (
    select marketplace, min(as_of) as first_day from stock_age group by marketplace
),

newest as (
    select marketplace, day, max(file_id) as file_id from ledger_daily group by marketplace, day
),

begun as (
    select marketplace, min(day) as first_day from ledger_daily group by marketplace
),

receipts as (
    select ledger.marketplace, ledger.sku, ledger.day, sum(ledger.receipts) as units
    from ledger_daily as ledger
    join newest using (marketplace, day, file_id)
    where upper(ledger.disposition) = 'SELLABLE' and ledger.receipts > 0
    group by ledger.marketplace, ledger.sku, ledger.day
),

stock as (
    select stock.*
    from ledger_stock as stock
    left join reported using (marketplace)
    where stock.available > 0 and (reported.first_day is null or stock.as_of < reported.first_day)
),

beside as (
    select
        stock.as_of, stock.marketplace, stock.sku, stock.file_id, stock.available, receipts.day, receipts.units,
        sum(receipts.units) over (partition by stock.as_of, stock.marketplace, stock.sku order by receipts.day desc) as so_far
    from stock
    join receipts on receipts.marketplace = stock.marketplace and receipts.sku = stock.sku and receipts.day <= stock.as_of
),

left_over as (
    select as_of, marketplace, sku, file_id, day, least(units, available - (so_far - units)) as units
    from beside
    where so_far - units < available
    union all
    select stock.as_of, stock.marketplace, stock.sku, stock.file_id, begun.first_day, stock.available - coalesce(received.units, 0)
    from stock
    join begun using (marketplace)
    left join (select as_of, marketplace, sku, max(so_far) as units from beside group by all) as received using (as_of, marketplace, sku)
    where stock.available > coalesce(received.units, 0)
),

final as (
    select
        file_id, as_of, as_of as age_day, marketplace, sku, date_diff('day', day, as_of)::integer as age_from,
        date_diff('day', day, as_of)::integer as age_to, sum(units)::bigint as units
    from left_over
    group by all
)

select * from final
