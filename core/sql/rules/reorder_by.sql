-- grain: marketplace x sku whose last order day is near: stock-out date less lead time within N days. reads: position.
with dated as (
    select
        *, coalesce(lead_time_days, $lead_time_default_days) as lead_days,
        (on_hand + inbound) / velocity as lasting_days
    from position
    where velocity > 0 and units_90 >= 3 and on_hand is not null and stage not in ('decline', 'end_of_life')
)

select
    marketplace, sku, 1 as level,
    to_json({
        units: on_hand, inbound: inbound, velocity: velocity, lasting_days: lasting_days, lead_days: lead_days,
        days_left: greatest(0, floor(1e-6 + lasting_days - lead_days))
    }) as facts
from dated
where lasting_days - lead_days <= $reorder_notice_days
