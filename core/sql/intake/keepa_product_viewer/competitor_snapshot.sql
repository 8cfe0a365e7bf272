-- grain: marketplace x asin on the day of the export. units: pieces a month, at least; prices as Keepa shows them. reads: kept.
select
    as_of as day, in_marketplace as marketplace, asin, 'keepa' as source, title, brand, coalesce(price, price_new) as price, rank,
    units_month, true as units_at_least, reviews, rating, sellers, in_currency as currency
from kept
