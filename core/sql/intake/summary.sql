-- grain: one row: how many rows were read, kept and refused, and the marketplaces, currencies and days of those kept.
-- reads: texts, kept, refused, aside. time_of_row stands for the day or moment of a row of the kind in hand, end_of_row for its last
-- day, first_day_of_home and
-- last_day_of_home for the days of the earliest and latest of a marketplace.
with home as (
    select in_marketplace, in_currency, zone, count(*) as kept, min(time_of_row) as earliest, max(end_of_row) as latest
    from kept
    group by in_marketplace, in_currency, zone
),
kept_rows as (
    select
        coalesce(sum(kept), 0)::bigint as kept, list(distinct in_marketplace) as marketplaces, list(distinct in_currency) as currencies,
        min(first_day_of_home) as first_day, max(last_day_of_home) as last_day
    from home
),
refused_rows as (
    select count(distinct row_no) as refused, count(distinct row_no) filter (code in ('marketplace_unknown', 'currency_at_home_nowhere')) as homeless from refused
)
select
    (select count(*) from texts) + (select count(*) from aside where code in ('rows_repeated', 'total_row')) as read, kept, refused, homeless,
    list_sort(list_filter(coalesce(marketplaces, []), lambda name: name is not null)) as marketplaces,
    list_sort(list_filter(coalesce(currencies, []), lambda name: name is not null)) as currencies, first_day, last_day
from kept_rows, refused_rows
