-- grain: marketplace x sku: list of weekly units, oldest first. reads: sales_daily.
with weekly as (
    select marketplace, sku, date_diff('day', day, $as_of) // 7 as back, sum(units)::bigint as units
    from sales_daily
    where channel = 'FBA' and day <= $as_of and day > $as_of - 7 * $weeks
    group by all
),

mapped as (
    select marketplace, sku, map_from_entries(list((back, units))) as by_week
    from weekly
    group by marketplace, sku
),

final as (
    select marketplace, sku, list_transform(range($weeks - 1, -1, -1), lambda back: coalesce(by_week[back], 0)) as units
    from mapped
)

select * from final
