-- grain: marketplace x sku that holds its marketplace over the storage utilisation line, or over the seller's storage limit where that is
-- known: ratio in weeks = cubic feet on hand over cubic feet shipped a week (13 weeks); named are the SKUs whose own cover is over the line, but not what has
-- just landed. reads: position, forecast.
with volume as (
    select
        marketplace,
        sum(on_hand * unit_ft3) as stored_ft3,
        sum(units_90 * unit_ft3) / 90.0 * 7 as shipped_ft3_week
    from position
    where unit_ft3 is not null
    group by marketplace
),

over as (
    select *, stored_ft3 / shipped_ft3_week as ratio_weeks
    from volume
    where shipped_ft3_week > 0 and stored_ft3 >= 25
        and (stored_ft3 / shipped_ft3_week >= $utilisation_weeks or ($capacity_limit_ft3 > 0 and stored_ft3 > $capacity_limit_ft3))
)

select
    position.marketplace, position.sku, 1 as level,
    to_json({
        ratio_weeks: over.ratio_weeks, line: $utilisation_weeks, ft3: position.on_hand * position.unit_ft3,
        need_units: ceil(-1e-6 + position.on_hand - coalesce(sold_by(forecast.cum_p50, 7 * $utilisation_weeks), 0))
    }) as facts
from position
join over using (marketplace)
left join forecast using (marketplace, sku)
where position.on_hand > 0 and (position.cover_days is null or position.cover_days > 7 * $utilisation_weeks)
    and position.on_hand * position.unit_ft3 >= 0.01 * over.stored_ft3 and not position.just_landed
