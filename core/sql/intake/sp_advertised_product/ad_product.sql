-- grain: period x marketplace x account x campaign x ad group x product, as the file has it. units: money in the row's currency; days.
-- reads: kept. Without a last day the row is of one day.
select
    day as start_day, coalesce(last_day, day) as end_day, in_marketplace as marketplace, coalesce(account, account_name) as account,
    campaign, ad_group, sku, asin, impressions, clicks, spend, coalesce(sales_7, sales_14, sales) as sales, orders, units, own_sales, own_units,
    case when sales_7 is not null then 7 when sales_14 is not null then 14 end as attribution_days, in_currency as currency
from kept
