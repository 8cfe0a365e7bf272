-- grain: move on its way x what the ledger of the receiving marketplace has received of its SKU since it left; the newest file of a day speaks.
-- reads: transfer, ledger_daily.
with newest as (
    select marketplace, sku, day, location, disposition, arg_max(coalesce(receipts, 0), file_id) as receipts
    from ledger_daily
    group by all
)

select transfer_id, to_site, to_sku, shipped_units, sum(receipts) as ledger_units, max(day) as received_on
from transfer
join newest on newest.marketplace = to_site and newest.sku = to_sku and newest.day > shipped_on
where state = 'shipped' and receipts > 0
group by transfer_id, to_site, to_sku, shipped_units
order by transfer_id
