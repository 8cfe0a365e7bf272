-- grain: marketplace x sku: expected_position with its charges (core/holding.py) and what Amazon's own figures differ (core/own_charges/),
-- how its demand answers to price (core/clearance/elasticity.py) and what reviews taught of its level (core/review/lessons.py),
-- in the column types of run_health. reads: expected_position, charges_now (a frame).
create or replace temp table position as
select
    position.*,
    charges.* exclude (marketplace, sku) replace (
        surcharge_on::date as surcharge_on, storage_reason::varchar as storage_reason, surcharge_reason::varchar as surcharge_reason,
        elasticity::double as elasticity, elasticity_sd::double as elasticity_sd, elasticity_source::varchar as elasticity_source,
        demand_factor::double as demand_factor
    )
from expected_position as position
join charges_now as charges using (marketplace, sku)
