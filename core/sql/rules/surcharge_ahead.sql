-- grain: marketplace x sku of which units will still be here and cross into a dearer age band, in money. reads: position.
select
    marketplace, sku, 2 as level,
    to_json({
        units: on_hand, demand: demand_13, crossing: surcharge_60d_units, money: surcharge_60d, currency: currency,
        next_on: surcharge_on, next_money: surcharge_next, horizon: $surcharge_horizon_days,
        need_units: ceil(-1e-6 + surcharge_60d_units)
    }) as facts
from position
where surcharge_60d >= surcharge_least_money
