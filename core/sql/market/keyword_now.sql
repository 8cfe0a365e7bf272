-- grain: marketplace x sku x keyword x day of the last $weeks weeks, of our SKUs whose ASIN stands in files of keywords, oldest first.
-- units: rank 1 is best; beyond: not among so many; searches a month. reads: keyword_day, product.
select
    product.marketplace, product.sku, seen.day, seen.keyword, seen.organic_rank::double as organic_rank, seen.organic_beyond,
    seen.search_volume::double as search_volume
from keyword_day as seen
join product on product.marketplace = seen.marketplace and product.asin = seen.asin
where seen.day <= $as_of and seen.day > $as_of - 7 * $weeks::integer
order by product.marketplace, product.sku, seen.keyword, seen.day
