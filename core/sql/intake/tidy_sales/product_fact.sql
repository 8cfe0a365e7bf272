-- grain: marketplace x sku, where the file tells an ASIN or a title. reads: kept
select in_marketplace as marketplace, sku, arg_max(asin, row_no) as asin, arg_max(title, row_no) as title
from kept
where asin is not null or title is not null
group by in_marketplace, sku
