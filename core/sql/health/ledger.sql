-- grain: marketplace x sku of which a ledger, or two stock reports at most 14 days apart, tell: days without stock in 30 and 90; average on
-- hand over 90 days (NULL without a ledger). reads: health_span, health_empty, stock_snapshot.
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

reports as (
    select marketplace, sku, as_of, lead(as_of) over (partition by marketplace, sku order by as_of) as next_one
    from (select distinct marketplace, sku, as_of from stock_snapshot where as_of between $as_of - 90 and $as_of)
),

known as (
    select marketplace, sku from average
    union
    select marketplace, sku from reports where next_one - as_of <= 14
    union
    select marketplace, sku from empty
),

final as (
    select
        known.marketplace, known.sku, average.average_on_hand,
        coalesce(empty.stockout_days_30, 0) as stockout_days_30,
        coalesce(empty.stockout_days_90, 0) as stockout_days_90
    from known
    left join average using (marketplace, sku)
    left join empty using (marketplace, sku)
)

select * from final
