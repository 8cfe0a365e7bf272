-- grain: day, whole weeks before the newest run, with stock of that week and no run yet; newest first.
-- reads: run, stock_snapshot.
with newest as (
    select as_of from run where not history order by run_id desc limit 1
),

days as (
    select unnest([newest.as_of - (7 * back)::integer for back in range(1, $weeks + 1)]) as day
    from newest
),

final as (
    select day
    from days
    where day not in (select as_of from run)
        and exists (from stock_snapshot where as_of between day - 6 and day)
)

select day from final order by day desc
