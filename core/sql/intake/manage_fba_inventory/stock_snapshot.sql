-- grain: marketplace x sku on the day that was given. units: pieces; money in the marketplace's currency.
-- reads: kept. Units in transfer are not part of reserved here.
select
    'manage' as source, as_of, in_marketplace as marketplace, sku,
    available, fc_transfer, reserved_total, unfulfillable, researching,
    inbound_working, inbound_shipped, inbound_receiving, nullif(price, 0) as price, in_currency as currency
from kept
