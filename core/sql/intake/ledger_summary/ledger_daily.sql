-- grain: day x location x fnsku x sku x disposition. units: pieces; shipments are negative, receipts may be.
-- reads: kept
select
    day, in_marketplace as marketplace, location, sku, fnsku, disposition,
    start_qty, receipts, shipments, returns, vendor_returns, transfers, found, lost, damaged, disposed, other, unknown, end_qty, in_transit
from kept
