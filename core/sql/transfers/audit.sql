-- grain: marketplace x sku whose newest snapshot differs from the ledger's end of that day (sellable units at Amazon's centres, all locations).
-- reads: stock_snapshot, ledger_daily, run_health. Reserved and moving units are in both figures.
with snapshot as (
    select
        marketplace, sku, as_of as snapshot_on,
        arg_max(coalesce(available, 0) + coalesce(reserved_total, coalesce(reserved_customer, 0) + coalesce(reserved_processing, 0) + coalesce(fc_transfer, 0)), file_id) as snapshot_units
    from stock_snapshot
    where source in ('planning', 'manage')
    group by marketplace, sku, as_of
    qualify row_number() over (partition by marketplace, sku order by as_of desc) = 1
),

newest_file as (
    select marketplace, sku, day, location, disposition, arg_max(coalesce(end_qty, 0) + coalesce(in_transit, 0), file_id) as units
    from ledger_daily
    where disposition = 'SELLABLE'
    group by all
),

ledger as (select marketplace, sku, day as ledger_on, sum(units) as ledger_units from newest_file group by all)

select
    snapshot.marketplace, snapshot.sku, health.title, snapshot_on, snapshot_units, ledger_on, ledger_units,
    ledger_units - snapshot_units as difference
from snapshot
join ledger on ledger.marketplace = snapshot.marketplace and ledger.sku = snapshot.sku and ledger.ledger_on = snapshot.snapshot_on
left join run_health as health on health.run_id = $run_id and health.marketplace = snapshot.marketplace and health.sku = snapshot.sku
where ledger_units <> snapshot_units
order by abs(difference) desc, snapshot.marketplace, snapshot.sku
