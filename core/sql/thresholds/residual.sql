-- grain: marketplace x sku with stock and sales data: what it is worth when it must go, half its price over its cost, and its class beside
-- the marketplace's median. NULL: price or cost is not known. reads: position.
with measured as (
    select marketplace, sku, 0.5 * price / nullif(landed_cost, 0) as residual
    from position
    where on_hand > 0 and demand_13 is not null
),

beside as (select *, residual / median(residual) over (partition by marketplace) as times_usual from measured)

select
    marketplace, sku, residual,
    case when times_usual >= $residual_high then 'high' when times_usual <= $residual_low then 'low' when times_usual is not null then 'usual' end
        as residual_class
from beside
