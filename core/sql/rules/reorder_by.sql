-- grain: marketplace x sku whose last order day is near: the day on which the median has sold stock and inbound, less lead time, within N days.
-- reads: position.
with dated as (
    select *, coalesce(lead_time_days, lead_time_default_days) * $supply_risk_factor as lead_days
    from position
    where demand_26 > 0 and units_90 >= 3 and on_hand is not null and stage not in ('decline', 'end_of_life')
)

select
    marketplace, sku, 1 as level,
    to_json({
        units: on_hand, inbound: inbound, lasting_days: lasting_days, lead_days: lead_days,
        out_on: strftime($as_of + floor(1e-6 + least(lasting_days, 9999))::integer, '%Y-%m-%d'),
        days_left: greatest(0, floor(1e-6 + lasting_days - lead_days))
    }) as facts
from dated
where lasting_days - lead_days <= reorder_notice_days
