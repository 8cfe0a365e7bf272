-- grain: marketplace: days of a period on which sales are not known, as a list, and the first day known at all. reads: review_covered.
select
    marketplace, min(day) as first_known,
    list_filter(
        generate_series($first_day::date, $last_day::date, interval 1 day)::date[], lambda x: not list_contains(list(day), x)
    ) as missing
from review_covered
where $marketplace is null or marketplace = $marketplace
group by marketplace
