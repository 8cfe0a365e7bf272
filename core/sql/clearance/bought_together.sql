-- grain: SKU bought in one order with $sku (the SKU itself: orders of two pieces or more), within the last $days. orders counted, not pieces.
-- together: orders with both; own_orders, partner_orders: orders with either; orders: all of the marketplace. Orders without an id do not count.
-- own_units: pieces of $sku in its orders; own_pairs: twos that could be made of them, order by order.
-- reads: order_line.
with line as (
    select order_id, sku, units
    from order_line
    where
        marketplace = $marketplace and order_id is not null and channel = 'FBA' and status <> 'cancelled' and units > 0
        and day <= $as_of and day > $as_of - $days
    qualify file_id = max(file_id) over (partition by order_id, sku)
),

basket as (
    select order_id, sku, sum(units) as units from line group by all
),

own as (
    select order_id, units from basket where sku = $sku
),

pair as (
    select basket.sku as partner, count(*) as together
    from basket
    join own using (order_id)
    where basket.sku <> $sku or own.units > 1
    group by all
),

size as (
    select sku as partner, count(*) as partner_orders from basket group by all
),

final as (
    select
        partner, together, partner_orders,
        (select count(*) from own) as own_orders, (select count(distinct order_id) from basket) as orders,
        (select sum(units) from own) as own_units, (select sum(units // 2) from own) as own_pairs
    from pair
    join size using (partner)
)

select * from final order by together desc, partner
