-- grain: marketplace whose daily sales reach back 28 days or more. reads: sales_daily.
create or replace temp table health_reach as
select marketplace, min(day) as first_day
from sales_daily
where day <= $as_of
group by marketplace
having min(day) <= $as_of - 27
