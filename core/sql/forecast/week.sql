-- grain: marketplace x sku x week of the last $weeks, newest week 0 = the 7 days that end on $as_of; weeks with a sale or a gap.
-- units: of a full week: short gaps scaled up, NULL with 4 or more silent days. price: usual one (median over days). promo: units sold with a
-- promotion were at least a quarter. FBA channel only. reads: health_week, health_gap, sales_daily.
with sold as (
    select
        marketplace, sku, (date_diff('day', day, $as_of) // 7)::integer as week,
        median(gross_sales / units)::double as price,
        coalesce(sum(units) filter (promo_discount > 0), 0) / sum(units) >= 0.25 as promo
    from sales_daily
    where channel = 'FBA' and units > 0 and day <= $as_of and day > $as_of - 7 * $weeks
    group by all
),

cells as (
    select marketplace, sku, week from health_week where week < $weeks
    union
    select marketplace, sku, week from health_gap where week < $weeks
),

final as (
    select
        marketplace, sku, week,
        case
            when coalesce(gap.days, 0) >= 4 then null
            else greatest(0, coalesce(weeks.units, 0)) * 7.0 / (7 - coalesce(gap.days, 0))
        end as units,
        sold.price, coalesce(sold.promo, false) as promo
    from cells
    left join (select marketplace, sku, week, sum(units) as units from health_week group by all) as weeks using (marketplace, sku, week)
    left join health_gap as gap using (marketplace, sku, week)
    left join sold using (marketplace, sku, week)
)

select * from final
