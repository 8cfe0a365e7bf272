-- grain: marketplace x sku of the same parent ASIN as one SKU, with that SKU among them. reads: product.
select sku, title
from product
where marketplace = $marketplace and parent_asin is not null
    and parent_asin = (select parent_asin from product where marketplace = $marketplace and sku = $sku)
order by sku
