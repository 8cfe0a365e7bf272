-- grain: marketplace x sku x fee x age tier: what Amazon charged in the newest period on or before the day, and what it expects to charge
-- for age at the next snapshot. units: pieces, cubic feet (NULL: not told), money; age_days is the youngest age of a tier.
-- reads: fee_charged, surcharge_estimate.
with newest_file as (
    select *
    from fee_charged
    where period_start <= $as_of and sku is not null and ($sku is null or (sku = $sku and marketplace = $marketplace))
    qualify file_id = max(file_id) over (partition by marketplace, sku, kind, period_start)
),

charged as (
    select
        marketplace, sku, kind as fee, 'charged' as basis, period_start as on_day,
        case when tier not ilike '%month%' then nullif(regexp_extract(tier, '\d+'), '')::integer end as age_days,
        units, ft3, amount::double as amount
    from newest_file
    qualify period_start = max(period_start) over (partition by marketplace, sku, kind)
),

expected as (
    select
        marketplace, sku, 'aged_surcharge_next' as fee, 'estimated' as basis, as_of as on_day,
        age_from as age_days, units::double as units, null::double as ft3, amount::double as amount
    from surcharge_estimate
    where as_of <= $as_of and (units > 0 or amount > 0) and ($sku is null or (sku = $sku and marketplace = $marketplace))
    qualify as_of = max(as_of) over (partition by marketplace, sku) and file_id = max(file_id) over (partition by marketplace, sku, as_of)
),

final as (
    select * from charged
    union all by name
    select * from expected
)

select * from final
