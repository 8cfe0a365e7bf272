-- grain: period given x marketplace x child asin x sku. units: buy_box_pct 0..100; money in the marketplace's currency.
-- reads: kept, given. The same child under two parents is added up; Buy Box is weighted by sessions
-- (to the two decimals that the report has); the parent with most sessions is named; B2B is part of the totals, never added.
select
    (select period_start from given) as start_day, (select period_end from given) as end_day, in_marketplace as marketplace,
    asin, arg_max(parent_asin, coalesce(sessions, 0)) as parent_asin, sku,
    sum(sessions) as sessions, sum(page_views) as page_views,
    round(coalesce(sum(buy_box_pct * sessions) / nullif(sum(sessions) filter (buy_box_pct is not null), 0), avg(buy_box_pct)), 2) as buy_box_pct,
    sum(units) as units, sum(order_items) as order_items, sum(sales) as sales, any_value(in_currency) as currency
from kept
group by in_marketplace, asin, sku
