-- grain: marketplace x sku with stock and not one sale in the window; what has just landed (just_landed) has had no time to. reads: position.
select
    marketplace, sku, 2 as level,
    to_json({
        units: on_hand, days: least(no_movement_days, coalesce(date_diff('day', last_sale, $as_of), no_movement_days)),
        last_sale: last_sale, known_days: weeks_known * 7
    }) as facts
from position
where on_hand > 0 and demand_13 is not null
    and coalesce(stockout_days_90, 0) < 60
    and case when last_sale is null then weeks_known * 7 >= no_movement_days else date_diff('day', last_sale, $as_of) >= no_movement_days end
    and (age_days is null or age_days >= 30)
    and not just_landed
