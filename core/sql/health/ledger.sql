-- grain: marketplace x sku: days without stock in 30 and 90, average on hand over 90 days; nothing for a marketplace without a ledger.
-- reads: health_span, health_empty.
create or replace temp table health_ledger as
with empty as (
    select
        marketplace, sku,
        count(*) filter (day > $as_of - 30) as stockout_days_30,
        count(*) as stockout_days_90
    from health_empty
    where day > $as_of - 90
    group by marketplace, sku
),

average as (
    select
        marketplace, sku,
        sum(end_qty * greatest(0, date_diff('day', greatest(day, $as_of - 89), next_day)))
            / nullif(sum(greatest(0, date_diff('day', greatest(day, $as_of - 89), next_day))), 0) as average_on_hand
    from health_span
    group by marketplace, sku
),

final as (
    select
        average.marketplace, average.sku, average.average_on_hand,
        coalesce(empty.stockout_days_30, 0) as stockout_days_30,
        coalesce(empty.stockout_days_90, 0) as stockout_days_90
    from average
    left join empty using (marketplace, sku)
)

select * from final
