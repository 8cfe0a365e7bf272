-- grain: marketplace x fnsku that belongs to one SKU only. reads: product_fact
create or replace temp table known_fnsku as
select marketplace, fnsku, min(sku) as sku
from product_fact
where fnsku is not null
group by marketplace, fnsku having count(distinct sku) = 1
