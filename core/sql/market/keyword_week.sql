-- grain: day x keyword of one SKU, oldest first: its own ranks (beyond: not among so many) and search volumes. reads: keyword_day, product.
select day, keyword, organic_rank::double as organic_rank, organic_beyond, sponsored_rank::double as sponsored_rank, search_volume::double as search_volume
from keyword_day
where marketplace = $marketplace and day <= $as_of and day > $as_of - 7 * $weeks
    and asin in (select asin from product where marketplace = $marketplace and sku = $sku)
order by keyword, day
