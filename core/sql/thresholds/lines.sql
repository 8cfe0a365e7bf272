-- grain: marketplace x sku with stock and sales data x threshold that a run moves (core/thresholds.py): its own value, and why.
-- value = base x residual x season x decline + days of safety stock beyond the usual, each only where the threshold answers to it; at most a
-- share away from the base and within the threshold's own limits. Residual value and safety stock count against the marketplace's medians, so
-- that the values lie around the seller's own. Kept from an earlier run until it is due.
-- reads: position, residual, threshold_line, run, run_threshold.
with last as (
    select own.marketplace, own.sku, own.key, own.base, own.value, own.facts, own.computed_on
    from run_threshold as own
    join run using (run_id)
    where run.as_of <= $as_of and own.computed_on > $as_of - $due_days
    qualify row_number() over (partition by own.marketplace, own.sku, own.key order by run.as_of desc, run.run_id desc) = 1
),

measured as (
    select
        marketplace, sku, residual.residual, least(30, safety_stock / nullif(velocity, 0)) as safety_days,
        case residual_class when 'high' then 1 + $residual_share when 'low' then 1 - $residual_share else 1 end as of_residual,
        least(1.3, greatest(0.7, coalesce(season_ahead, 1))) as of_season,
        case when stage in ('decline', 'end_of_life') and trend_week < 0 then greatest(0.5, 1 + trend_week) else 1 end as keep
    from position
    join residual using (marketplace, sku)
),

beside as (
    select * replace (coalesce(safety_days - median(safety_days) over (partition by marketplace), 0) as safety_days) from measured
),

factors as (
    select
        marketplace, sku, line.key, line.base, line.least, line.most, line.digits, residual,
        if(by_residual, of_residual, 1) as of_residual, if(by_season, of_season, 1) as of_season,
        if(by_decline and keep < 1, (1 - pow(keep, base / 7)) / ((1 - keep) * base / 7), 1) as of_decline,
        if(by_safety, safety_days, 0) as safety_days
    from beside
    cross join threshold_line as line
),

fresh as (
    select
        *,
        round(least(most, base * (1 + $dynamic_most_share), greatest(least, base * (1 - $dynamic_most_share),
            base * of_residual * of_season * of_decline + safety_days
        )), digits::integer) as value
    from factors
),

final as (
    select
        fresh.marketplace, fresh.sku, fresh.key, fresh.base,
        if(last.base = fresh.base, last.value, fresh.value) as value,
        if(last.base = fresh.base, last.facts, to_json({
            base: fresh.base, residual: residual, of_residual: of_residual, of_season: of_season, of_decline: of_decline,
            safety_days: safety_days
        })) as facts,
        if(last.base = fresh.base, last.computed_on, $as_of) as computed_on
    from fresh
    left join last using (marketplace, sku, key)
)

select * from final
