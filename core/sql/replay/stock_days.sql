-- grain: weekly day, the oldest first: those of the last $weeks weeks up to $last on which stock is known (a snapshot at most 6 days old,
-- or a ledger) and sales reach back $least_days days. reads: stock_snapshot, ledger_daily, sales_daily.
with days as (
    select $last::date - 7 * week::integer as day from range($weeks::integer) as r(week)
),

known as (
    select
        day,
        exists (select 1 from stock_snapshot where as_of between day - 6 and day) as in_snapshot,
        day >= (select min(day) from ledger_daily) and day <= (select max(ledger_daily.day) from ledger_daily) as in_ledger
    from days
)

select day
from known
where (in_snapshot or in_ledger) and day - $least_days::integer >= (select min(day) from sales_daily)
order by day
