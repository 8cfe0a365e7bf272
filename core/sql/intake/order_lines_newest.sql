-- grain: order line; where files overlap the newest wins: per order item when every file names it, else per sku and asin of the order.
-- is_first: 1 for the first line of a SKU in its order, else 0 (their sum counts orders). reads: order_line
create or replace temp view newest_order_line as
with special_order as (
    select marketplace, order_id from order_line
    where order_id is not null
    group by marketplace, order_id having count(*) > 1
),
marked as (
    select
        order_line.*,
        bool_and(order_item_id is not null) over (partition by marketplace, order_id, sku, asin) as has_items
    from order_line semi join special_order using (marketplace, order_id)
),
newest as (
    select * exclude (has_items) from marked
    qualify file_id = max(file_id) over (partition by marketplace, order_id, sku, asin, case when has_items then order_item_id end)
)
select *, (row_number() over (partition by marketplace, order_id, sku, status = 'cancelled' order by order_item_id) = 1)::integer as is_first from newest
union all by name
select order_line.*, 1 as is_first from order_line anti join special_order using (marketplace, order_id)
