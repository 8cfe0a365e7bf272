-- grain: marketplace x sku on the day that was given. units: pieces; money in the row's currency; days of supply end at 365.
-- reads: kept.
select
    'restock' as source, as_of, in_marketplace as marketplace, sku, available, fc_transfer, reserved_customer, reserved_processing,
    reserved_customer + reserved_processing as reserved_total, unfulfillable, inbound_working, inbound_shipped, inbound_receiving,
    nullif(price, 0) as price, in_currency as currency, units_t30, supply_days as amazon_cover_days, alert, recommended_action,
    recommended_units, recommended_ship_day
from kept
