-- grain: marketplace x sku in the quadrant low turnover, high stock value, and not recently received: cover over Amazon's excess line.
-- reads: position, quadrant (core/risk.py).
select
    marketplace, sku, 2 as level,
    to_json({
        turnover: position.turnover, turnover_limit: quadrant.turnover_limit, value: position.stock_value, value_limit: quadrant.value_limit,
        cover_days: position.cover_days, currency: position.currency, need_turnover: quadrant.turnover_limit
    }) as facts
from position
join quadrant using (marketplace, sku)
where quadrant.quadrant_value = 'clear_now' and (position.cover_days is null or position.cover_days > cover_overstock_days)
    and stage is distinct from 'launch'
