-- grain: marketplace x sku of one run, with its brand and what its last 364 days brought up to $as_of, all channels together.
-- sold, own_sold (shipped by the seller): units; sales: money after promotions, NULL where a price is unknown. reads: run_health, product, sales_daily.
with sold as (
    select
        marketplace, sku, sum(units)::double as sold, coalesce(sum(units) filter (channel <> 'FBA'), 0)::double as own_sold,
        case
            when count(*) filter (units > 0 and gross_sales is null) = 0 then sum(gross_sales - coalesce(promo_discount, 0))::double
        end as sales
    from sales_daily
    where day > $as_of - 364 and day <= $as_of
    group by marketplace, sku
),

final as (
    select health.* exclude (run_id), product.brand, coalesce(sold, 0) as sold, coalesce(own_sold, 0) as own_sold, sales
    from run_health as health
    left join product using (marketplace, sku)
    left join sold using (marketplace, sku)
    where health.run_id = $run_id
)

select * from final order by marketplace, sku
