-- grain: marketplace x sku, over the 182 days up to $as_of: days without stock and the average on hand. NULL without a ledger.
-- A ledger lists a SKU only on days with balances or events, so its last balance is carried to its next row.
-- reads: ledger_daily, import_file.
create or replace temp table health_ledger as
with covered as (
    select marketplace, min(day) as first_day, max(day) as last_day
    from ledger_daily
    where day <= $as_of
    group by marketplace
),

newest as (
    select marketplace, day, max(file_id) as file_id
    from ledger_daily
    where day between $as_of - 400 and $as_of
    group by marketplace, day
),

balances as (
    select ledger.marketplace, ledger.sku, ledger.day, sum(ledger.start_qty) as start_qty, sum(ledger.end_qty) as end_qty
    from ledger_daily as ledger
    join newest using (marketplace, day, file_id)
    where upper(ledger.disposition) = 'SELLABLE'
    group by ledger.marketplace, ledger.sku, ledger.day
),

spans as (
    select
        balances.marketplace, balances.sku, balances.day, balances.start_qty, balances.end_qty,
        lead(balances.day, 1, covered.last_day + 1) over (partition by balances.marketplace, balances.sku order by balances.day) as next_day
    from balances
    join covered using (marketplace)
),

empty_days as (
    select marketplace, sku, unnest(generate_series(day + (start_qty > 0)::integer, next_day - 1, interval 1 day))::date as day
    from spans
    where end_qty <= 0
),

empty as (
    select
        marketplace, sku,
        count(*) filter (day > $as_of - 30) as stockout_days_30,
        count(*) filter (day > $as_of - 90) as stockout_days_90
    from empty_days
    where day > $as_of - 90
    group by marketplace, sku
),

average as (
    select
        marketplace, sku,
        sum(end_qty * greatest(0, date_diff('day', greatest(day, $as_of - 89), next_day)))
            / nullif(sum(greatest(0, date_diff('day', greatest(day, $as_of - 89), next_day))), 0) as average_on_hand
    from spans
    group by marketplace, sku
),

weekly as (
    select marketplace, sku, map_from_entries(list((week, empty_days))) as empty_by_week
    from (
        select marketplace, sku, date_diff('day', day, $as_of) // 7 as week, count(*)::integer as empty_days
        from empty_days
        group by all
    )
    group by marketplace, sku
),

final as (
    select
        average.marketplace, average.sku, average.average_on_hand,
        coalesce(empty.stockout_days_30, 0) as stockout_days_30,
        coalesce(empty.stockout_days_90, 0) as stockout_days_90,
        weekly.empty_by_week
    from average
    left join empty using (marketplace, sku)
    left join weekly using (marketplace, sku)
)

select * from final
