-- grain: marketplace x asin on the day that was given. units: pieces and money a month as Helium 10 estimates them. reads: kept.
select
    as_of as day, in_marketplace as marketplace, asin, 'xray' as source, title, brand, price, rank, units_month, false as units_at_least, revenue_month,
    reviews, rating, sellers, in_currency as currency
from kept
