-- grain: marketplace x sku that slowed three months in a row (months of 4 weeks), with cover over the safe line.
-- After a promotion the fall must be larger. reads: position, health_promoted.
with measured as (
    select position.*, turnover_decline_share * if(promoted.sku is null, 1, $promotion_factor) as fall
    from position
    left join health_promoted as promoted using (marketplace, sku)
)

select
    marketplace, sku, 2 as level,
    to_json({
        now: block_0, before: block_1, earlier: block_2, share: fall,
        cover_days: cover_days, safe_days: cover_safe_days, need_units: ceil(-1e-6 + block_1 * (1 - fall))
    }) as facts
from measured
where block_2 >= 8 and on_hand > 0
    and block_1 <= block_2 * (1 - fall)
    and block_0 <= block_1 * (1 - fall)
    and coalesce(stockout_days_90, 0) < 14
    and (cover_days is null or cover_days > cover_safe_days * (1 + turnover_cover_over_safe))
