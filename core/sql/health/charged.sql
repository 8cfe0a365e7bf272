-- grain: marketplace x sku: expected_position with the charges of core/holding.py in the column types of run_health.
-- reads: position_now (a frame).
create or replace temp table position as
select * replace (
    surcharge_on::date as surcharge_on, stockout_on::date as stockout_on,
    storage_reason::varchar as storage_reason, surcharge_reason::varchar as surcharge_reason
)
from position_now
