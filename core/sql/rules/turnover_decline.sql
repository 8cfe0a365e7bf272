-- grain: marketplace x sku that slowed three months in a row (months of 4 weeks), with cover over the safe line. reads: position.
select
    marketplace, sku, 2 as level,
    to_json({
        now: block_0, before: block_1, earlier: block_2, share: turnover_decline_share,
        cover_days: cover_days, safe_days: cover_safe_days, need_units: ceil(-1e-6 + block_1 * (1 - turnover_decline_share))
    }) as facts
from position
where block_2 >= 8 and on_hand > 0
    and block_1 <= block_2 * (1 - turnover_decline_share)
    and block_0 <= block_1 * (1 - turnover_decline_share)
    and coalesce(stockout_days_90, 0) < 14
    and (cover_days is null or cover_days > cover_safe_days * (1 + turnover_cover_over_safe))
