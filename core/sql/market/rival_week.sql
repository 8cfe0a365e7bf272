-- grain: day of one SKU's market files, oldest first. units: pieces a month of all competitors; price, rank, reviews: the middle competitor's;
-- own_*: the same of our ASIN where the files show it. reads: market_member, market_rival, competitor_day.
with mine as (select * from market_member where marketplace = $marketplace and sku = $sku),

rivals as (
    select
        seen.day, sum(seen.units_month) filter (not seen.units_at_least)::double as rival_units, median(seen.price)::double as rival_price,
        median(seen.rank)::double as rival_rank, median(seen.reviews)::double as rival_reviews, median(seen.rating) as rival_rating,
        count(distinct seen.asin) as rivals
    from competitor_day as seen
    semi join (select marketplace, asin from market_rival semi join mine using (marketplace, niche)) using (marketplace, asin)
    where seen.day > $as_of - 7 * $weeks and seen.day <= $as_of and (seen.sku is null or seen.sku = $sku)
    group by seen.day
),

own as (
    select day, max(price)::double as own_price, min(rank)::double as own_rank, max(reviews)::double as own_reviews, max(rating) as own_rating
    from competitor_day
    where marketplace = $marketplace and asin in (select asin from mine) and day > $as_of - 7 * $weeks and day <= $as_of
    group by day
)

select * from rivals full join own using (day) order by day
