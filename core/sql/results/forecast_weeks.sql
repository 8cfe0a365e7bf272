-- grain: marketplace x sku x coming week of one run, the first $weeks of them; all marketplaces (NULL) or one. units expected to be sold:
-- p10, p50, p90 of the week, sum_… from the first week to the end of this one. reads: run_forecast, run_health.
with listed as (
    select *, unnest(range(1, least($weeks, len(p50)) + 1)) as number
    from run_forecast
    where run_id = $run_id and ($marketplace is null or marketplace = $marketplace)
),

final as (
    select
        marketplace, sku, health.title, health.on_hand, (listed.first_week + 7 * (number - 1)::integer)::date as week,
        p10[number] as p10, p50[number] as p50, p90[number] as p90,
        cum_p10[number] as sum_p10, cum_p50[number] as sum_p50, cum_p90[number] as sum_p90,
        listed.model, listed.reason
    from listed
    left join run_health as health using (run_id, marketplace, sku)
)

select * from final order by marketplace, sku, week
