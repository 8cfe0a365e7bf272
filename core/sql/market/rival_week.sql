-- grain: day of one SKU's market files, oldest first. units: pieces a month of all competitors; price, rank: the middle competitor's;
-- reviews: gained a month by the mean one since the file before (a count that fell was cleaned up and says nothing);
-- own_*: the same of our ASIN where the files show it. reads: market_member, market_rival, competitor_day.
with mine as (select * from market_member where marketplace = $marketplace and sku = $sku),

shown as (
    select
        *, reviews - lag(reviews) over each as gained, day - lag(day) over each as passed
    from competitor_day as seen
    semi join (select marketplace, asin from market_rival semi join mine using (marketplace, niche)) using (marketplace, asin)
    where seen.day > $as_of - 7 * $weeks and seen.day <= $as_of and (seen.sku is null or seen.sku = $sku)
    window each as (partition by asin order by day)
),

rivals as (
    select
        seen.day, sum(seen.units_month) filter (not seen.units_at_least)::double as rival_units, median(seen.price)::double as rival_price,
        median(seen.rank)::double as rival_rank, (avg(30.44 * gained / passed) filter (gained >= 0))::double as rival_reviews, median(seen.rating) as rival_rating,
        count(distinct seen.asin) as rivals
    from shown as seen
    group by seen.day
),

own as (
    select day, max(price)::double as own_price, max(rating) as own_rating
    from competitor_day
    where marketplace = $marketplace and asin in (select asin from mine) and day > $as_of - 7 * $weeks and day <= $as_of
    group by day
)

select * from rivals full join own using (day) order by day
