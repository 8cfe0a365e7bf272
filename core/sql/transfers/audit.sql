-- grain: marketplace x sku whose stock in the run (core/health.py: on_hand) differs from the ledger's end of the snapshot's day, what moves
-- between centres counted. units. reads: run_health, ledger_daily.
with newest_file as (
    select
        marketplace, sku, day, location, disposition,
        arg_max(coalesce(end_qty, 0) + coalesce(in_transit, 0), file_id) as units
    from ledger_daily
    where disposition = 'SELLABLE'
    group by all
),

ledger as (select marketplace, sku, day, sum(units) as ledger_units from newest_file group by all)

select
    health.marketplace, health.sku, health.title, health.stock_as_of as snapshot_on, health.on_hand as snapshot_units, ledger_units,
    ledger_units - health.on_hand as difference
from run_health as health
join ledger on ledger.marketplace = health.marketplace and ledger.sku = health.sku and ledger.day = health.stock_as_of
where health.run_id = $run_id and health.on_hand is not null and ledger_units <> health.on_hand
order by abs(difference) desc, health.marketplace, health.sku
