-- grain: marketplace x sku with sales in a period or in as many days before it (FBA and the seller's own shipping together).
-- units; sales: money after promotions, NULL where a price is unknown; promo: taken off by promotions; own_units: by own shipping.
-- reads: sales_daily, product.
with sold as (
    select
        marketplace, sku, any_value(currency) as currency,
        coalesce(sum(units) filter (day >= $first_day), 0) as units, coalesce(sum(units) filter (day < $first_day), 0) as units_before,
        sum(gross_sales - coalesce(promo_discount, 0)) filter (day >= $first_day) as sales,
        sum(gross_sales - coalesce(promo_discount, 0)) filter (day < $first_day) as sales_before,
        sum(units) filter (day >= $first_day and gross_sales is null) as unpriced,
        sum(units) filter (day < $first_day and gross_sales is null) as unpriced_before,
        coalesce(sum(promo_discount) filter (day >= $first_day), 0) as promo,
        coalesce(sum(units) filter (day >= $first_day and channel <> 'FBA'), 0) as own_units
    from sales_daily
    where day between $first_day::date - ($last_day::date - $first_day::date + 1)::integer and $last_day
        and ($marketplace is null or marketplace = $marketplace) and ($sku is null or sku = $sku)
    group by marketplace, sku
),

categories as (
    select marketplace, sku, nullif(upper(words[1]) || lower(words[2:]), '') as words
    from (select marketplace, sku, replace(regexp_replace(trim(product_group), '^gl_', ''), '_', ' ') as words from product)
),

final as (
    select
        sold.marketplace, sold.sku, product.title, product.brand, category.words as category, sold.currency,
        sold.units::double as units, sold.units_before::double as units_before, sold.own_units::double as own_units, sold.promo::double as promo,
        case when coalesce(unpriced, 0) = 0 then sold.sales::double end as sales,
        case when coalesce(unpriced_before, 0) = 0 then sold.sales_before::double end as sales_before
    from sold
    left join product using (marketplace, sku)
    left join categories as category using (marketplace, sku)
)

select * from final order by marketplace, sku
