-- grain: marketplace x sku below the low-inventory line on both windows while it still sells: the band of the median
-- demand to aim for. Where Amazon gives its own
-- days of supply, they count. Fewer than 20 units in 7 days are exempt (US). reads: position, forecast.
with supply as (
    select
        position.*, forecast.cum_p50,
        coalesce(days_supply_short, on_hand / nullif(units_30 / 30.0, 0)) as days_30,
        coalesce(days_supply_long, average_on_hand / nullif(units_90 / 90.0, 0)) as days_90
    from position
    join forecast using (marketplace, sku)
    where on_hand is not null
)

select
    marketplace, sku, 1 as level,
    to_json({
        days_30: days_30, days_90: days_90, low: corridor_low_days, high: overstock_warn_cover_days,
        low_units: ceil(-1e-6 + sold_by(cum_p50, corridor_low_days)), high_units: floor(1e-6 + sold_by(cum_p50, overstock_warn_cover_days))
    }) as facts
from supply
where days_30 < corridor_low_days and days_90 < corridor_low_days
    and units_7 >= 20 and not coalesce(low_inventory_exempt, false)
