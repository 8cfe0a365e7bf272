-- grain: marketplace x sku. units: cubic feet. reads: kept
select
    in_marketplace as marketplace, sku, any_value(asin) as asin, any_value(fnsku) as fnsku, any_value(title) as title, any_value(condition) as condition,
    any_value(in_cubic_feet(item_volume, volume_unit)) as unit_ft3
from kept
group by in_marketplace, sku
