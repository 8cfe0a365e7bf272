-- grain: search term of campaigns in which this SKU has most of the spend, over the last $days days. units: clicks, orders, money.
-- Where files overlap, each term counts from the newest file that covers its days. reads: ad_search_term, ad_product_day.
with mine as (
    select campaign
    from ad_product_day
    where marketplace = $marketplace and day <= $as_of and day > $as_of - $days
    group by campaign
    having coalesce(sum(spend) filter (sku = $sku), 0) > 0.5 * sum(spend)
),

newest as (
    select * from ad_search_term
    where marketplace = $marketplace and end_day <= $as_of and end_day > $as_of - $days and campaign in (from mine)
    qualify file_id = max(file_id) over (partition by start_day, end_day, campaign)
)

select
    search_term, any_value(campaign) as campaign, sum(clicks)::double as clicks, sum(orders)::double as orders, sum(spend)::double as spend,
    sum(sales)::double as sales
from newest
group by search_term
order by spend desc
