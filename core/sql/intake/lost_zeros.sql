-- grain: SKU of the file in hand that is all digits, unknown, and would be known with its leading zeros: value, known.
-- reads: kept, product
select distinct kept.sku as value, product.sku as known
from kept
join product on product.marketplace = kept.in_marketplace and ltrim(product.sku, '0') = kept.sku and product.sku <> kept.sku
where regexp_full_match(kept.sku, '[1-9][0-9]*') and kept.sku not in (select sku from product)
order by 1
limit 100
