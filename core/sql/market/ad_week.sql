-- grain: week of one SKU (its first day; 7 days ending on $as_of and before) with advertising, oldest first. units: money, pieces, clicks.
-- reads: ad_product_day.
select
    $as_of - (7 * (date_diff('day', day, $as_of) // 7) + 6)::integer as week,
    sum(spend) as spend, sum(clicks) as clicks, sum(units) as ad_units, sum(sales) as ad_sales
from ad_product_day
where marketplace = $marketplace and sku = $sku and day <= $as_of and day > $as_of - 7 * $weeks
group by week
order by week
