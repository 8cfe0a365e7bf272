-- grain: marketplace x sku x week (7 days ending on $as_of and before; its first day), from the SKU's first sale on, at most $weeks.
-- units sold; price: what most order lines paid for one piece after promotions, else the usual price of the days, else (nothing sold) the
-- price of that week's stock report; NULL unknown. paid: average over pieces. stockout_days: days without stock (0 where nothing tells of
-- any). FBA only; weeks in which the marketplace sold nothing at all are left out: no report covers them.
-- reads: sales_daily, order_line, stock_snapshot, empty_day, product.
with sold as (
    select
        marketplace, sku, (date_diff('day', day, $as_of) // 7)::integer as back, greatest(0, sum(units)) as units,
        median((gross_sales - coalesce(promo_discount, 0)) / units) filter (units > 0 and gross_sales is not null) as usual,
        sum(gross_sales - coalesce(promo_discount, 0)) / nullif(sum(units) filter (gross_sales is not null), 0) as paid
    from sales_daily
    where channel = 'FBA' and day <= $as_of and day > $as_of - 7 * $weeks
    group by all
),

lines as (
    select marketplace, sku, day, units, gross_sales, promo_discount
    from order_line
    where channel = 'FBA' and status <> 'cancelled' and units > 0 and gross_sales > 0 and day <= $as_of and day > $as_of - 7 * $weeks
    qualify order_id is null or file_id = max(file_id) over (partition by marketplace, order_id, sku)
),

prices as (
    select
        marketplace, sku, (date_diff('day', day, $as_of) // 7)::integer as back,
        round((gross_sales - coalesce(promo_discount, 0)) / units, 2) as price, count(*) as lines
    from lines
    group by all
),

frequent as (
    select marketplace, sku, back, price as frequent
    from prices
    where price > 0
    qualify row_number() over (partition by marketplace, sku, back order by lines desc, price desc) = 1
),

listed as (
    select marketplace, sku, (date_diff('day', as_of, $as_of) // 7)::integer as back, arg_max(coalesce(sale_price, price), (as_of, file_id)) as listed
    from stock_snapshot
    where as_of <= $as_of and as_of > $as_of - 7 * $weeks
    group by all
),

empty as (
    select marketplace, sku, (date_diff('day', day, $as_of) // 7)::integer as back, count(*) as stockout_days
    from empty_day($as_of, $as_of - 7 * $weeks + 1)
    group by all
),

covered as (
    select distinct marketplace, back from sold
),

life as (
    select marketplace, sku, max(back) as first_back from sold where units > 0 group by all
),

final as (
    select
        life.marketplace, life.sku, product.product_group as category, ($as_of - (7 * covered.back + 6)::integer) as week,
        coalesce(sold.units, 0)::double as units, coalesce(frequent.frequent, sold.usual, listed.listed)::double as price,
        sold.paid::double as paid, coalesce(empty.stockout_days, 0)::integer as stockout_days
    from life
    join covered on covered.marketplace = life.marketplace and covered.back <= life.first_back
    left join sold on sold.marketplace = life.marketplace and sold.sku = life.sku and sold.back = covered.back
    left join frequent on frequent.marketplace = life.marketplace and frequent.sku = life.sku and frequent.back = covered.back
    left join listed on listed.marketplace = life.marketplace and listed.sku = life.sku and listed.back = covered.back
    left join empty on empty.marketplace = life.marketplace and empty.sku = life.sku and empty.back = covered.back
    left join product on product.marketplace = life.marketplace and product.sku = life.sku
)

select * from final order by marketplace, sku, week
