-- grain: marketplace x sku whose first sale is seen: none in the $before days of known sales before it. first_sale; units of its first 7, 30
-- and 91 days, NULL where these are not over on $as_of. All channels. reads: sales_daily.
with known as (
    select marketplace, min(day) as first_known from sales_daily where day <= $as_of group by marketplace
),

first as (
    select marketplace, sku, min(day) as first_sale from sales_daily where units > 0 and day <= $as_of group by marketplace, sku
),

sums as (
    select
        marketplace, sku, first_sale,
        coalesce(sum(units) filter (day < first_sale + 7), 0) as units_7, coalesce(sum(units) filter (day < first_sale + 30), 0) as units_30,
        coalesce(sum(units) filter (day < first_sale + 91), 0) as units_91
    from first
    join known using (marketplace)
    join sales_daily using (marketplace, sku)
    where first_sale >= first_known + $before::integer and day between first_sale and least($as_of, first_sale + 90)
    group by marketplace, sku, first_sale
),

final as (
    select
        marketplace, sku, first_sale,
        case when first_sale + 6 <= $as_of then units_7::double end as units_7,
        case when first_sale + 29 <= $as_of then units_30::double end as units_30,
        case when first_sale + 90 <= $as_of then units_91::double end as units_91
    from sums
)

select * from final order by first_sale desc, marketplace, sku
