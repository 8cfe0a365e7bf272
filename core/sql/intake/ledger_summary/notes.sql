-- grain: one row per ledger line whose start and events do not make its end: row_no, column_name, code, value, facts (json).
-- reads: kept. In transit stands apart from the sum.
with summed as (
    select
        row_no, sku, end_qty,
        start_qty + coalesce(receipts, 0) + coalesce(shipments, 0) + coalesce(returns, 0) + coalesce(vendor_returns, 0) + coalesce(transfers, 0)
            + coalesce(found, 0) + coalesce(lost, 0) + coalesce(damaged, 0) + coalesce(disposed, 0) + coalesce(other, 0) + coalesce(unknown, 0) as expected
    from kept
)
select row_no, 'end_qty' as column_name, 'ledger_gap' as code, end_qty::varchar as value, {'sku': sku, 'expected': expected}::json as facts
from summed where expected <> end_qty
order by row_no limit 200
