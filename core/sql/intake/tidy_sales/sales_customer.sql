-- grain: marketplace x day x sku x customer, where the file names one. reads: kept
select in_marketplace as marketplace, day, sku, md5(lower(trim(customer))) as customer, sum(units) as units
from kept
where customer is not null
group by in_marketplace, day, sku, customer
