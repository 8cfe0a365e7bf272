-- grain: one row: whether some order of these marketplaces has a SKU on more than one line, in one file or in several. reads: order_line
with twice as (
    select hash(marketplace, order_id, sku) as line
    from order_line
    where order_id is not null and list_contains($marketplaces, marketplace)
    group by line having count(*) > 1
)
select exists (from twice)
