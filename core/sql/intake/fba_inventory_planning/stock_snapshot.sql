-- grain: marketplace x sku at its snapshot day. units: pieces; money in the row's currency; days of supply in days.
-- reads: kept (rows of the FBA Inventory report). Until June 2026 units in transfer counted as reserved; they can be bought, so they leave it.
-- A price of 0.0 means that there is none.
select
    'planning' as source, as_of, in_marketplace as marketplace, sku,
    available, coalesce(fc_transfer, fc_transfer_in_reserved) as fc_transfer,
    reserved_customer, reserved_processing, reserved_staging,
    reserved_total - coalesce(fc_transfer_in_reserved, 0) as reserved_total,
    unfulfillable, pending_removal, inbound_working, inbound_shipped, inbound_receiving,
    nullif(price, 0) as price, nullif(sale_price, 0) as sale_price, nullif(featured_price, 0) as featured_price, in_currency as currency,
    units_t7, units_t30, units_t60, units_t90,
    amazon_cover_days, amazon_excess_units, sell_through,
    alert, recommended_action, nullif(recommended_price, 0) as recommended_price, recommended_removal_units,
    est_storage_next_month, days_supply_short, days_supply_long, low_inventory_exempt
from kept
