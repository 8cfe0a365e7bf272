-- grain: marketplace x sku. units: inches, pounds, cubic feet.
-- reads: kept. Units of measure change from row to row.
with measured as (
    select
        *, in_inches(longest, length_unit) as longest_in, in_inches(median, length_unit) as median_in, in_inches(shortest, length_unit) as shortest_in
    from kept
)
select
    in_marketplace as marketplace, sku, asin, fnsku, title, brand, product_group, size_tier, longest_in, median_in, shortest_in,
    nullif(longest_in * median_in * shortest_in / 1728, 0) as unit_ft3, in_pounds(weight, weight_unit) as weight_lb
from measured
