-- grain: settlement. units: money in its currency. reads: kept
select
    settlement_id, any_value(start_day) as start_day, any_value(end_day) as end_day, any_value(deposit_day) as deposit_day,
    any_value(total) as total, any_value(in_currency) as currency
from kept
where total is not null
group by settlement_id
