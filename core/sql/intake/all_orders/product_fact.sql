-- grain: marketplace x sku. A title differs between the lines of a SKU only when it was edited meanwhile; any of them will do.
-- reads: kept
select in_marketplace as marketplace, sku, any_value(asin) as asin, any_value(title) as title
from kept
group by in_marketplace, sku
