-- grain: marketplace x sku, where the SKU is known. units: inches, pounds, cubic feet.
-- reads: kept
select
    in_marketplace as marketplace, sku, any_value(asin) as asin, any_value(fnsku) as fnsku, any_value(title) as title, any_value(size_tier) as size_tier,
    any_value(in_inches(longest, length_unit)) as longest_in, any_value(in_inches(median, length_unit)) as median_in,
    any_value(in_inches(shortest, length_unit)) as shortest_in,
    any_value(in_cubic_feet(item_volume, volume_unit)) as unit_ft3, any_value(in_pounds(weight, weight_unit)) as weight_lb
from kept
where sku is not null
group by in_marketplace, sku
