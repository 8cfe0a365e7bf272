-- grain: marketplace x competitor x day. units: pieces and money a month as the file estimates them. reads: kept.
select
    as_of as day, in_marketplace as marketplace, asin, 'own' as source, sku, title, brand, price, rank, units_month, false as units_at_least,
    revenue_month, reviews, rating, sellers, in_currency as currency
from kept
