-- grain: marketplace x sku x day with ledger rows: balances of sellable units, and until when the last one stands.
-- A ledger lists a SKU only on days with balances or events, so its last balance is carried to its next row. reads: ledger_daily.
create or replace temp table health_span as
with covered as (
    select marketplace, min(day) as first_day, max(day) as last_day
    from ledger_daily
    where day <= $as_of
    group by marketplace
),

newest as (
    select marketplace, day, max(file_id) as file_id
    from ledger_daily
    where day between $as_of - 400 and $as_of
    group by marketplace, day
),

balances as (
    select ledger.marketplace, ledger.sku, ledger.day, sum(ledger.start_qty) as start_qty, sum(ledger.end_qty) as end_qty
    from ledger_daily as ledger
    join newest using (marketplace, day, file_id)
    where upper(ledger.disposition) = 'SELLABLE'
    group by ledger.marketplace, ledger.sku, ledger.day
),

spans as (
    select
        balances.marketplace, balances.sku, balances.day, balances.start_qty, balances.end_qty,
        lead(balances.day, 1, covered.last_day + 1) over (partition by balances.marketplace, balances.sku order by balances.day) as next_day
    from balances
    join covered using (marketplace)
)

select * from spans
