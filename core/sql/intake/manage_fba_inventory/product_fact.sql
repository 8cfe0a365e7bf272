-- grain: marketplace x sku. units: cubic feet (North America only: elsewhere the unit is not told).
-- reads: kept, product. The volume has two decimals only, so it speaks where no other file has.
select
    kept.in_marketplace as marketplace, kept.sku, kept.asin, kept.fnsku, kept.title, kept.condition,
    case when product.unit_ft3 is null and kept.in_marketplace in ('US', 'CA', 'MX') then nullif(kept.unit_volume, 0) end as unit_ft3
from kept
left join product on product.marketplace = kept.in_marketplace and product.sku = kept.sku
