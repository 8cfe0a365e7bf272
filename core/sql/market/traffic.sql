-- grain: business report period of one SKU, oldest first (its own rows, else those of its ASIN). units: sessions, pieces; conversion: units a
-- session; buy_box: share 0..1; usual_*: the middle product of its category in that period. A period in which two shorter ones lie is left out.
-- reads: traffic_period, product.
with newest as (
    select * from traffic_period
    where marketplace = $marketplace and end_day <= $as_of and end_day > $as_of - 7 * $weeks
    qualify file_id = max(file_id) over (partition by start_day, end_day)
),

period as (select distinct start_day, end_day from newest),

finest as (
    select start_day, end_day
    from period as one
    where (select count(*) from period as other
        where other.start_day >= one.start_day and other.end_day <= one.end_day and other.end_day - other.start_day < one.end_day - one.start_day) < 2
),

each as (
    select
        start_day, end_day, coalesce(newest.sku, product.sku) as sku, sum(sessions)::double as sessions, sum(newest.units)::double as units,
        sum(buy_box_pct * sessions) / nullif(sum(sessions), 0) / 100 as buy_box
    from newest
    semi join finest using (start_day, end_day)
    left join product on newest.sku is null and product.marketplace = newest.marketplace and product.asin = newest.asin
    group by all
),

alike as (
    select sku from product
    where marketplace = $marketplace
        and product_group is not distinct from (select product_group from product where marketplace = $marketplace and sku = $sku)
),

told as (
    select
        *, units / nullif(sessions, 0) as conversion,
        (select {'sessions': median(sessions), 'conversion': median(units / nullif(sessions, 0)), 'buy_box': median(buy_box)} from each as other
            where other.start_day = each.start_day and other.end_day = each.end_day and other.sku <> $sku and other.sku in (from alike)) as usual
    from each
)

select start_day, end_day, sessions, units, conversion, buy_box, usual.sessions as usual_sessions, usual.conversion as usual_conversion,
    usual.buy_box as usual_buy_box
from told
where sku = $sku
order by start_day
