-- grain: marketplace x keyword on the day that was given; the ASIN is the one in the file's name, NULL without one. reads: kept, given.
select
    as_of as day, in_marketplace as marketplace, (select asin from given) as asin, keyword, 'cerebro' as source,
    organic_rank, organic_rank_beyond as organic_beyond, sponsored_rank, sponsored_rank_beyond as sponsored_beyond, search_volume
from kept
