-- grain: order line. units: pieces; gross_sales and promo_discount are totals of the line in its currency; day is the marketplace's own.
-- reads: kept. Times are UTC: 06:30 on the 14th is still the 13th in Los Angeles. Statuses begin alike and end differently ("Shipped - Delivered to Buyer").
select
    in_marketplace as marketplace, timezone(zone, timezone('UTC', purchased_at))::date as day,
    order_id, order_item_id, sku, asin,
    case when fulfilment in ('Merchant', 'MFN') then 'FBM' else 'FBA' end as channel,
    case
        when order_status ilike 'cancel%' or item_status ilike 'cancel%' then 'cancelled'
        when order_status ilike 'pending%' then 'pending'
        else 'shipped'
    end as status,
    units, gross_sales, promo_discount, in_currency as currency
from kept
