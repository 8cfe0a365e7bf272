-- grain: marketplace x sku with stock and sales data: its own line of cover that counts as excess, in days, and why (core/thresholds.py).
-- line = base x residual x season x decline + days of safety stock beyond the usual, at most a share away from the base. Residual value and
-- safety stock count against the marketplace's medians, so that the lines lie around the seller's own. Kept from an earlier run until it is
-- due. reads: position, run, run_threshold.
with last as (
    select own.marketplace, own.sku, own.base, own.value, own.facts, own.computed_on
    from run_threshold as own
    join run using (run_id)
    where own.key = 'cover.overstock_days' and run.as_of <= $as_of and own.computed_on > $as_of - $due_days
    qualify row_number() over (partition by own.marketplace, own.sku order by run.as_of desc, run.run_id desc) = 1
),

measured as (
    select
        marketplace, sku, $cover_overstock_days as base,
        0.5 * price / nullif(landed_cost, 0) as residual, least(30, safety_stock / nullif(velocity, 0)) as safety_days,
        coalesce(season_ahead, 1) as season_ahead,
        case when stage in ('decline', 'end_of_life') and trend_week < 0 then greatest(0.5, 1 + trend_week) else 1 end as keep
    from position
    where on_hand > 0 and demand_13 is not null
),

beside as (
    select
        * exclude (safety_days), residual / median(residual) over (partition by marketplace) as times_usual,
        coalesce(safety_days - median(safety_days) over (partition by marketplace), 0) as safety_days
    from measured
),

factors as (
    select
        *,
        case
            when times_usual >= $residual_high then 1 + $residual_share when times_usual <= $residual_low then 1 - $residual_share else 1
        end as of_residual,
        least(1.3, greatest(0.7, season_ahead)) as of_season,
        case when keep < 1 then (1 - pow(keep, base / 7)) / ((1 - keep) * base / 7) else 1 end as of_decline
    from beside
),

fresh as (
    select
        *,
        round(least(base * (1 + $dynamic_most_share), greatest(base * (1 - $dynamic_most_share),
            base * of_residual * of_season * of_decline + safety_days
        ))) as value
    from factors
),

final as (
    select
        fresh.marketplace, fresh.sku, 'cover.overstock_days' as key, fresh.base,
        if(last.base = fresh.base, last.value, fresh.value) as value,
        if(last.base = fresh.base, last.facts, to_json({
            base: fresh.base, residual: residual, of_residual: of_residual, of_season: of_season, of_decline: of_decline,
            safety_days: safety_days
        })) as facts,
        if(last.base = fresh.base, last.computed_on, $as_of) as computed_on
    from fresh
    left join last using (marketplace, sku)
)

select * from final
