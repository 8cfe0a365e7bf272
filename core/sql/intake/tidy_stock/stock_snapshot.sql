-- grain: marketplace x sku x day. units: pieces; price in the row's currency. reads: kept. A SKU on several lines is added up.
select
    'tidy' as source, as_of, in_marketplace as marketplace, sku, sum(available) as available, sum(inbound_shipped) as inbound_shipped,
    arg_max(nullif(price, 0), row_no) as price, any_value(in_currency) as currency
from kept
group by as_of, in_marketplace, sku
