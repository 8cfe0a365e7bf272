-- grain: search term (what: term) of campaigns in which this SKU has most of the spend, over the last $days days; of a campaign without a
-- search term report its targets (what: target). units: clicks, orders, money. A row of several days is spread evenly over them; a day that
-- a newer file of the same report, marketplace and account covers is that file's. reads: ad_search_term, ad_target, ad_product_day.
with mine as (
    select campaign
    from ad_product_day
    where marketplace = $marketplace and day <= $as_of and day > $as_of - $days
    group by campaign
    having coalesce(sum(spend) filter (sku = $sku), 0) > 0.5 * sum(spend)
),

every as (
    select 'term' as what, search_term, file_id, account, campaign, start_day, end_day, clicks, orders, spend, sales
    from ad_search_term
    where marketplace = $marketplace
    union all
    select 'target' as what, target as search_term, file_id, account, campaign, start_day, end_day, clicks, orders, spend, sales
    from ad_target
    where marketplace = $marketplace
),

span as (
    select what, file_id, account, min(start_day) as first_day, max(end_day) as last_day from every group by what, file_id, account
),

daily as (
    select *, end_day - start_day + 1 as row_days, unnest(generate_series(start_day, end_day, interval 1 day))::date as day
    from every
    where campaign in (from mine) and start_day <= $as_of and end_day > $as_of - $days
),

counted as (
    select what, search_term, campaign, sum(clicks / row_days) as clicks, sum(orders / row_days) as orders, sum(spend / row_days) as spend, sum(sales / row_days) as sales
    from daily
    where day <= $as_of and day > $as_of - $days and not exists (
        from span
        where span.what = daily.what and span.file_id > daily.file_id and coalesce(span.account = daily.account, true)
            and daily.day between span.first_day and span.last_day
    )
    group by what, search_term, campaign
)

select
    search_term, any_value(what) as what, any_value(campaign) as campaign, round(sum(clicks), 4)::double as clicks,
    round(sum(orders), 4)::double as orders, round(sum(spend), 4)::double as spend, round(sum(sales), 4)::double as sales
from counted
where what = 'term' or campaign not in (select campaign from counted where what = 'term')
group by search_term
order by spend desc, search_term
