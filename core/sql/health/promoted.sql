-- grain: marketplace x sku that sold a quarter or more of its last 12 weeks on promotion: a fall after that is expected. reads: sales_daily.
create or replace temp table health_promoted as
select marketplace, sku
from sales_daily
where channel = 'FBA' and day <= $as_of and day > $as_of - 84
group by marketplace, sku
having sum(units) filter (promo_discount > 0) >= 0.25 * sum(units)
