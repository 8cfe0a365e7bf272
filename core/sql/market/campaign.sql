-- grain: marketplace x account x campaign x sku with advertising in the last $days days. units: money of the marketplace, clicks, orders, pieces.
-- campaign: its name, with the account behind it where two accounts have one of that name. share: of the campaign's spend that this SKU has.
-- sku NULL: all; marketplace NULL: all. reads: ad_product_day.
with summed as (
    select
        marketplace, account, campaign, sku, any_value(currency) as currency, round(sum(impressions), 4) as impressions, round(sum(clicks), 4) as clicks,
        round(sum(spend), 4) as spend, round(sum(sales), 4) as sales, round(sum(orders), 4) as orders, round(sum(units), 4) as units,
        sum(coalesce(own_units, units)) as own_units, min(day) as first_day, max(day) as last_day, max(row_days) as row_days
    from ad_product_day
    where day <= $as_of and day > $as_of - $days and sku is not null and ($marketplace is null or marketplace = $marketplace)
    group by marketplace, account, campaign, sku
),

named as (
    select
        * replace (case when min(account) over same <> max(account) over same then campaign || ' (' || account || ')' else campaign end as campaign),
        spend / nullif(sum(spend) over (partition by marketplace, account, campaign), 0) as share
    from summed
    window same as (partition by marketplace, campaign)
)

select * exclude (account)
from named
where $sku is null or sku = $sku
order by spend desc, campaign, sku
