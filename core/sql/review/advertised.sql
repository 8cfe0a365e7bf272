-- grain: marketplace x sku x as_of x week of what is reviewed, from 8 weeks before it: the 7 days after as_of + 7 · week. What Sponsored
-- Products cost and, by Amazon's attribution, pulled of the advertised product itself; known: reports cover every day of the week (a product
-- that they do not name then cost nothing). units: money, pieces. reads: review_keys (temporary), ad_product, ad_product_day, product.
with weeks as (
    select marketplace, sku, as_of, unnest(generate_series(-8, weeks - 1)) as week from review_keys
),

days as (
    select *, unnest(generate_series(as_of + (7 * week + 1)::integer, as_of + (7 * week + 7)::integer, interval 1 day))::date as day from weeks
),

covered as (
    select distinct marketplace, unnest(generate_series(start_day, end_day, interval 1 day))::date as day from ad_product
),

spent as (
    select
        ad.marketplace, coalesce(ad.sku, product.sku) as sku, day, sum(impressions) as impressions, sum(clicks) as clicks, sum(spend) as spend,
        sum(coalesce(own_units, ad.units)) as units, sum(coalesce(own_sales, ad.sales)) as sales
    from ad_product_day as ad
    left join product on ad.sku is null and product.marketplace = ad.marketplace and product.asin = ad.asin
    group by all
)

select
    days.marketplace, days.sku, days.as_of, week, count(covered.day) = 7 as known, coalesce(sum(impressions), 0)::double as impressions,
    coalesce(sum(clicks), 0)::double as clicks, coalesce(sum(spend), 0)::double as spend, coalesce(sum(units), 0)::double as units,
    coalesce(sum(sales), 0)::double as sales
from days
left join covered using (marketplace, day)
left join spent using (marketplace, sku, day)
group by days.marketplace, days.sku, days.as_of, week
order by days.marketplace, days.sku, days.as_of, week
