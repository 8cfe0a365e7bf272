-- What the ledger and stock reports say of days without stock: one place for all who ask. on_day: nothing later is read; first_day: nothing
-- earlier is. Asked of one SKU or some, the others are not looked at. reads: ledger_daily, snapshot_empty_day.

-- grain: marketplace x sku x day with ledger rows: balances of sellable units, and until when the last one stands (next_day).
-- A ledger lists a SKU only on days with balances or events, so its last balance is carried to its next row, at most to the ledger's end.
-- Of several files that tell a day, the newest counts.
create macro ledger_span(on_day, first_day) as table
with covered as (
    select marketplace, max(day) as last_day
    from ledger_daily
    where day <= on_day
    group by marketplace
),

newest as (
    select marketplace, day, max(file_id) as file_id
    from ledger_daily
    where day between first_day and on_day
    group by marketplace, day
),

balances as (
    select
        ledger.marketplace, ledger.sku, ledger.day, any_value(ledger.file_id) as file_id, sum(ledger.start_qty) as start_qty,
        sum(ledger.end_qty) as end_qty
    from ledger_daily as ledger
    join newest using (marketplace, day, file_id)
    where upper(ledger.disposition) = 'SELLABLE'
    group by ledger.marketplace, ledger.sku, ledger.day
)

select
    balances.marketplace, balances.sku, balances.day, balances.file_id, balances.start_qty, balances.end_qty,
    lead(balances.day, 1, covered.last_day + 1) over (partition by balances.marketplace, balances.sku order by balances.day) as next_day
from balances
join covered using (marketplace);

-- grain: marketplace x sku x day without stock, as the ledger says; where it says nothing, as two stock reports in a row do.
create macro empty_day(on_day, first_day) as table
select marketplace, sku, unnest(generate_series(day + (start_qty > 0)::integer, next_day - 1, interval 1 day))::date as day
from ledger_span(on_day, first_day)
where end_qty <= 0
union
select marketplace, sku, day
from snapshot_empty_day
where known_on <= on_day and day >= first_day;
