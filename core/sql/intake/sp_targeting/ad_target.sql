-- grain: period x marketplace x account x campaign x ad group x target, as the file has it. units: money in the row's currency; days; shares 0..1.
-- reads: kept. The share is written in percent, and as "<5%" where it is small: then it stays unknown.
select
    day as start_day, coalesce(last_day, day) as end_day, in_marketplace as marketplace, coalesce(account, account_name) as account,
    campaign, ad_group, target, match_type, top_share / 100 as top_share,
    impressions, clicks, spend, coalesce(sales_7, sales_14, sales) as sales, orders, units,
    case when sales_7 is not null then 7 when sales_14 is not null then 14 end as attribution_days, in_currency as currency
from kept
