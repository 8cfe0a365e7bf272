-- grain: one row: how many rows a file has, how many of them name no marketplace, and the marketplaces, currencies and days that can be read in it.
-- reads: typed. time_of_row stands for the day or moment of a row of the kind in hand, end_of_row for its last
-- day, first_day_of_home and last_day_of_home for the days
-- of the earliest and latest of a marketplace.
with home as (
    select in_marketplace, in_currency, zone, count(*) as rows, min(time_of_row) as earliest, max(end_of_row) as latest
    from typed
    group by in_marketplace, in_currency, zone
)

select
    coalesce(sum(rows), 0)::bigint as rows,
    coalesce(list_sort(list(distinct in_marketplace) filter (in_marketplace is not null)), []) as marketplaces,
    coalesce(list_sort(list(distinct in_currency) filter (in_marketplace is not null and in_currency is not null)), []) as currencies,
    min(first_day_of_home) as first_day, max(last_day_of_home) as last_day,
    coalesce(sum(rows) filter (in_marketplace is null), 0)::bigint as homeless
from home
