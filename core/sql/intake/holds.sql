-- grain: one row: how many rows a file has, and the marketplaces, currencies and days that can be read in it.
-- reads: typed. first_day_of_row and last_day_of_row stand for the day of a row of the kind in hand.
select
    count(*) as rows,
    coalesce(list_sort(list(distinct in_marketplace) filter (in_marketplace is not null)), []) as marketplaces,
    coalesce(list_sort(list(distinct in_currency) filter (in_marketplace is not null and in_currency is not null)), []) as currencies,
    min(first_day_of_row) as first_day, max(last_day_of_row) as last_day
from typed
