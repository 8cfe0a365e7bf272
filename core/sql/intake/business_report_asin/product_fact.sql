-- grain: marketplace x sku, for reports by SKU. The parent with most sessions is the one that counts; the title's language follows the screen.
-- reads: kept, product
with by_sku as (
    select
        in_marketplace as marketplace, sku, any_value(asin) as asin, arg_max(parent_asin, coalesce(sessions, 0)) as parent_asin, any_value(title) as title
    from kept
    where sku is not null
    group by in_marketplace, sku
)
select by_sku.* replace (case when product.title is null then by_sku.title end as title)
from by_sku left join product using (marketplace, sku)
