-- grain: marketplace x sku, from its last line in the file.
-- reads: kept
select in_marketplace as marketplace, sku, arg_max(asin, row_no) as asin, arg_max(title, row_no) as title
from kept
group by in_marketplace, sku
