-- grain: marketplace x sku. units: inches, pounds, cubic feet (1 in = 2.54 cm; 1 lb = 453.59237 g; 1 ft3 = 1728 in3).
-- reads: kept. Units of measure change from row to row; one that is not known leaves the measure unknown.
with measured as (
    select
        *,
        case
            when lower(length_unit) in ('inches', 'inch', 'in') then 1.0
            when lower(length_unit) in ('centimeters', 'centimetres', 'cm') then 1 / 2.54
            when lower(length_unit) in ('millimeters', 'millimetres', 'mm') then 1 / 25.4
        end as inches,
        case
            when lower(weight_unit) in ('pounds', 'pound', 'lb', 'lbs') then 1.0
            when lower(weight_unit) in ('ounces', 'ounce', 'oz') then 1.0 / 16
            when lower(weight_unit) in ('grams', 'gram', 'g') then 1 / 453.59237
            when lower(weight_unit) in ('kilograms', 'kilogram', 'kg') then 1 / 0.45359237
        end as pounds
    from kept
)
select
    in_marketplace as marketplace, sku, asin, fnsku, title, brand, product_group, size_tier,
    longest * inches as longest_in, median * inches as median_in, shortest * inches as shortest_in,
    nullif(longest * median * shortest * inches ** 3 / 1728, 0) as unit_ft3,
    weight * pounds as weight_lb
from measured
