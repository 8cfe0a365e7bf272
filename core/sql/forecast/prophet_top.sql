-- grain: marketplace x sku of one run: the $top that are expected to sell for most money in 13 weeks and were not asked about yet.
-- Those with fewer than $least known weeks are left out: Prophet has no answer for them. Amounts of different currencies are not compared: marketplaces take turns. reads: run_forecast, run_health, run_prophet.
with ranked as (
    select
        marketplace, sku,
        row_number() over (partition by marketplace order by health.demand_13 * health.price desc nulls last, sku) as place
    from run_forecast as forecast
    join run_health as health using (run_id, marketplace, sku)
    where run_id = $run_id and forecast.history_weeks >= $least
),

top as (
    select * from ranked order by place, marketplace limit $top
)

select marketplace, sku from top
anti join (from run_prophet where run_id = $run_id) as answered using (marketplace, sku)
order by place, marketplace
