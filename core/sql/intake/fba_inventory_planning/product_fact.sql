-- grain: marketplace x sku. units: cubic feet.
-- reads: kept. Volume comes in cubic feet, cubic metres (1 m3 = 35.3147 ft3) or cubic centimetres.
select
    in_marketplace as marketplace, sku, asin, fnsku, title, product_group, condition, storage_type,
    case
        when volume_unit is null or lower(volume_unit) like 'cubic f%' or lower(volume_unit) in ('ft3', 'cubic-feet') then item_volume
        when lower(volume_unit) like '%centimet%' or lower(volume_unit) = 'cm3' then item_volume * 35.3147 / 1e6
        when lower(volume_unit) like '%met%' or lower(volume_unit) = 'm3' then item_volume * 35.3147
        when lower(volume_unit) like '%inch%' then item_volume / 1728
    end as unit_ft3,
    is_seasonal, season_start, season_end
from kept
