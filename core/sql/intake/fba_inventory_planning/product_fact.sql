-- grain: marketplace x sku. units: cubic feet.
-- reads: kept. Files of 2019 name no unit: their column is cubic-feet.
select
    in_marketplace as marketplace, sku, asin, fnsku, title, product_group, condition, storage_type,
    in_cubic_feet(item_volume, coalesce(volume_unit, 'cubic feet')) as unit_ft3,
    is_seasonal, season_start, season_end
from kept
