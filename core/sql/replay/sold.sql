-- grain: marketplace x SKU x day with sales of its own stock, up to $last. units. reads: sales_daily.
select marketplace, sku, day, sum(units)::double as units
from sales_daily
where channel = 'FBA' and day <= $last
group by marketplace, sku, day
