-- grain: marketplace x sku past its season's peak, selling far less than the month before (months of 4 weeks), where the category's season
-- does not come back in the coming quarter. After a promotion the fall must be larger. reads: position, health_promoted.
with measured as (
    select position.*, least(0.95, season_fall_share * if(promoted.sku is null, 1, $promotion_factor)) as needed_fall
    from position
    left join health_promoted as promoted using (marketplace, sku)
)

select
    marketplace, sku, 2 as level,
    to_json({
        now: block_0, before: block_1, peak_weeks_ago: peak_weeks_ago, fall: 1 - block_0 / block_1, units: on_hand,
        need_units: ceil(-1e-6 + block_1 * (1 - needed_fall))
    }) as facts
from measured
where is_seasonal and peak_weeks_ago between 4 and 26 and block_1 >= 4
    and coalesce(season_ahead, 1) <= 1
    and block_0 <= block_1 * (1 - needed_fall)
    and coalesce(stockout_days_30, 0) < 7
    and on_hand > coalesce(safety_stock, 0)
    and (cover_days is null or cover_days > cover_safe_days)
