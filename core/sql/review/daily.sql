-- grain: marketplace x currency x day with sales, of $marketplace or all: units; sales: money after promotions of the units whose price is
-- known; unpriced: units of the others. FBA and the seller's own shipping together. reads: sales_daily.
select
    marketplace, currency, day, sum(units)::double as units,
    coalesce(sum(gross_sales - coalesce(promo_discount, 0)), 0)::double as sales,
    coalesce(sum(units) filter (gross_sales is null), 0)::double as unpriced
from sales_daily
where day between $first_day and $last_day and ($marketplace is null or marketplace = $marketplace)
group by marketplace, currency, day
order by marketplace, currency, day
