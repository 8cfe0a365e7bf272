-- grain: marketplace x day x sku. units: pieces; sales are totals in the row's currency. reads: kept
select
    in_marketplace as marketplace, day, sku, sum(units) as units, sum(sales) as gross_sales, any_value(in_currency) as currency
from kept
group by in_marketplace, day, sku
