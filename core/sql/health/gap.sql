-- grain: marketplace x sku x week: days that say nothing about demand: days without stock, and in its first week those before its first sale.
-- reads: health_empty, health_life.
create or replace temp table health_gap as
with silent as (
    select marketplace, sku, (date_diff('day', day, $as_of) // 7)::integer as week, count(*)::integer as days
    from health_empty
    group by all
    union all
    select
        marketplace, sku, (date_diff('day', first_sale, $as_of) // 7)::integer as week,
        6 - date_diff('day', first_sale, $as_of)::integer % 7 as days
    from health_life
    where first_sale is not null
)

select marketplace, sku, week, max(days) as days
from silent
group by marketplace, sku, week
having max(days) > 0
