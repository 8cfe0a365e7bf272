-- grain: marketplace x sku that is old for its pace: age over the limit with long cover, or any age without a sale in 30 days
-- and almost none in 90. 120 days old and selling steadily is not slow. reads: position.
with judged as (
    select
        *,
        age_days > age_notice_days and (cover_days is null or cover_days > cover_overstock_days) as old,
        units_30 = 0 and weeks_since_first_sale > 13 and units_90 < age_normal_share * (units_365 - units_90) * 90.0 / 275 as dead
    from position
    where on_hand > 0 and demand_13 is not null
)

select
    marketplace, sku,
    case when dead or age_days > age_warning_days then 2 else 1 end as level,
    to_json({
        units: on_hand, age_days: age_days, demand: demand_13, cover_days: cover_days, units_30: units_30, units_90: units_90,
        line: cover_overstock_days, need_demand: on_hand * 91 / cover_overstock_days
    }) as facts
from judged
where (old or dead) and coalesce(stockout_days_90, 0) < 60
