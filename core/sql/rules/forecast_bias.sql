-- grain: marketplace x sku that past runs saw wrong in one direction: what each expected of its first week against what was sold in it, over
-- the last N weeks. Needs 6 past days at least, three in four of them off the same way, and no stock-out in between. Only days on which the
-- model spoke that speaks now: earlier days are filled in by a quicker one. units. reads: position, forecast, run, run_forecast, sales_daily.
with past as (
    select max(run_id) as run_id, as_of
    from run
    where as_of between $as_of - 7 * $bias_weeks - 6 and $as_of - 7
    group by as_of
),

told as (
    select said.marketplace, said.sku, past.as_of, said.mean[1] as expected
    from run_forecast as said
    join past using (run_id)
    join forecast using (marketplace, sku, model)
),

weeks as (
    select told.marketplace, told.sku, told.as_of, any_value(told.expected) as expected, coalesce(sum(sales.units), 0) as sold
    from told
    left join sales_daily as sales
        on sales.marketplace = told.marketplace and sales.sku = told.sku and sales.channel = 'FBA'
            and sales.day > told.as_of and sales.day <= told.as_of + 7
    group by told.marketplace, told.sku, told.as_of
),

sums as (
    select
        marketplace, sku, count(*) as runs, sum(expected) as expected, sum(sold) as sold,
        count(*) filter (expected > sold) / count(*) as over_share
    from weeks
    group by marketplace, sku
    having count(*) >= 6 and greatest(sum(expected), sum(sold)) >= 10
)

select
    sums.marketplace, sums.sku, 1 as level,
    to_json({
        runs: runs, expected: expected, sold: sold, off_share: abs(expected - sold) / greatest(sold, 1),
        way: case when expected > sold then 'over' else 'under' end
    }) as facts
from sums
join position using (marketplace, sku)
where coalesce(position.stockout_days_90, 0) < 14
    and (
        (expected >= (1 + bias_share) * sold and over_share >= 0.75)
        or (expected <= (1 - bias_share) * sold and over_share <= 0.25)
    )
