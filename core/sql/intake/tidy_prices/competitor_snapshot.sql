-- grain: marketplace x our sku x day x competitor (1 to 3, known by place only). units: money in the row's currency. reads: kept.
select
    day, in_marketplace as marketplace, sku || ' · ' || place as asin, 'own' as source, sku, price, rating, in_currency as currency
from (
    select *, unnest([1, 2, 3]) as place, unnest([price_1, price_2, price_3]) as price, unnest([rating_1, rating_2, rating_3]) as rating from kept
)
where price is not null
