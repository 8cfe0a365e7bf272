-- grain: marketplace x niche x day x competitor of the last $market_weeks weeks. units: pieces a month, NULL where a file tells only "at least";
-- price in the marketplace's currency; rank 1 is best. reads: market_rival, competitor_day.
select
    rival.marketplace, rival.niche, rival.asin, seen.day, case when not seen.units_at_least then seen.units_month end::double as units_month,
    seen.price::double as price, seen.rank::double as rank, seen.reviews::double as reviews, seen.rating
from market_rival as rival
join competitor_day as seen using (marketplace, asin)
where seen.day > $as_of - 7 * $market_weeks::integer and seen.day <= $as_of
qualify row_number() over (partition by rival.marketplace, rival.niche, rival.asin, seen.day order by seen.file_id desc) = 1
order by marketplace, niche, day, asin
