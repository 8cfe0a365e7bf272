-- grain: marketplace x asin x keyword x day; of several looks on one day the last counts. ranks: 1 is best; beyond: not among so many. reads: kept.
select
    day, in_marketplace as marketplace, asin, keyword, 'tracker' as source,
    organic_rank, organic_rank_beyond as organic_beyond, sponsored_rank, sponsored_rank_beyond as sponsored_beyond, search_volume
from kept
qualify row_number() over (partition by day, in_marketplace, asin, lower(keyword) order by row_no desc) = 1
