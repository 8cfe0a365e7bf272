-- grain: settlement x liquidation x marketplace x sku: units, what a unit brought after Amazon's fees, on_day (paid), ordered_on (NULL: no
-- removal order report names it), price (on the day of the newest run) and what fees read of the item. reads: settled_exit, removal_newest,
-- review_items (temporary, core/sql/own_charges/items.sql).
with ordered as (
    select marketplace, order_id, min(requested_day) as ordered_on from removal_newest group by marketplace, order_id
)

select
    left_stock.marketplace, left_stock.sku, on_day, ordered_on, left_stock.units::double as units, (taken / left_stock.units)::double as each,
    items.* exclude (marketplace, sku)
from settled_exit as left_stock
left join ordered using (marketplace, order_id)
left join review_items as items on items.marketplace = left_stock.marketplace and items.sku = left_stock.sku
where left_stock.fee = 'liquidation'
order by on_day, left_stock.marketplace, left_stock.sku
