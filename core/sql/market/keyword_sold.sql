-- grain: marketplace x sku in keyword_asked x week of the last $weeks weeks (its last day), oldest first, from the first one with a sale. units: pieces, FBA
-- channel; NULL where the week had fewer than four days with stock. reads: keyword_asked, health_week, health_gap.
with weeks as (select unnest(range($weeks::integer)) as week),

sold as (
    select
        asked.marketplace, asked.sku, weeks.week, coalesce(week.units, 0)::double as units, coalesce(gap.days, 0) as days_without_stock,
        max(weeks.week) filter (coalesce(week.units, 0) > 0) over (partition by asked.marketplace, asked.sku) as first_week
    from keyword_asked as asked
    cross join weeks
    left join health_week as week on week.marketplace = asked.marketplace and week.sku = asked.sku and week.week = weeks.week
    left join health_gap as gap on gap.marketplace = asked.marketplace and gap.sku = asked.sku and gap.week = weeks.week
)

select marketplace, sku, $as_of - (7 * week)::integer as day, case when days_without_stock < 4 then units end as units
from sold
where week <= first_week
order by marketplace, sku, day
