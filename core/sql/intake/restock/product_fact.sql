-- grain: marketplace x sku. units: cubic feet ("0.0356 ft3"; any other unit leaves it unknown). reads: kept.
select
    in_marketplace as marketplace, sku, asin, fnsku, title, condition,
    in_cubic_feet(try_cast(split_part(unit_size, ' ', 1) as double), split_part(unit_size, ' ', 2)) as unit_ft3
from kept
