-- grain: marketplace x sku, from its last line. reads: kept
select
    in_marketplace as marketplace, sku, arg_max(asin, row_no) as asin, arg_max(title, row_no) as title, arg_max(product_group, row_no) as product_group
from kept
group by in_marketplace, sku
