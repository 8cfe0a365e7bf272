-- grain: SKU of the file in hand that is all digits, unknown, and would be known with its leading zeros: value, known.
-- reads: kept, product
with unknown as (
    select distinct in_marketplace as marketplace, sku from kept
    where sku >= '1' and sku < ':' and (in_marketplace, sku) not in (select (marketplace, sku) from product)
),
zeroed as (select marketplace, sku from product where starts_with(sku, '0'))
select unknown.sku as value, zeroed.sku as known
from unknown
join zeroed on zeroed.marketplace = unknown.marketplace and ltrim(zeroed.sku, '0') = unknown.sku
order by 1
limit 100
