-- grain: earlier day of which there is a run with a forecast, oldest first; of one SKU, or (sku NULL) of all of a marketplace together.
-- units of the whole weeks since: expected: sum of the means; p10, p50, p90 of the sum (NULL for a marketplace: quantiles do not add up);
-- sold: FBA units sold in the same weeks; model: that most of its SKUs were forecast by. reads: run, run_forecast, sales_daily.
with now as (
    select as_of from run where run_id = $run_id
),

runs as (
    select max(run.run_id) as run_id, run.as_of, date_diff('day', run.as_of, now.as_of) // 7 as weeks
    from run, now
    where run.as_of < now.as_of and run.run_id in (select run_id from run_forecast)
    group by all
),

said as (
    select
        runs.as_of, runs.weeks, marketplace, sku, model, list_sum(mean[:weeks]) as expected,
        cum_p10[weeks] as p10, cum_p50[weeks] as p50, cum_p90[weeks] as p90
    from run_forecast
    join runs using (run_id)
    where runs.weeks between 1 and len(mean) and marketplace = $marketplace and ($sku is null or sku = $sku)
),

sold as (
    select said.as_of, said.sku, sum(sales.units) as units
    from said
    join sales_daily as sales
        on sales.marketplace = said.marketplace and sales.sku = said.sku and sales.channel = 'FBA'
        and sales.day > said.as_of and sales.day <= said.as_of + 7 * said.weeks::integer
    group by all
),

final as (
    select
        as_of, weeks, sum(expected) as expected,
        case when $sku is not null then any_value(p10) end as p10,
        case when $sku is not null then any_value(p50) end as p50,
        case when $sku is not null then any_value(p90) end as p90,
        coalesce(sum(units), 0)::double as sold, mode(model) as model
    from said
    left join sold using (as_of, sku)
    group by as_of, weeks
)

select *, (expected - sold) / nullif(sold, 0) as bias from final order by as_of
