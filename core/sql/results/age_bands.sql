-- grain: marketplace x age band of one run. units; money at landed cost. reads: run_cohort, run_health.
with banded as (
    select
        cohort.marketplace, health.currency, cohort.units, cohort.units * health.landed_cost as value,
        case
            when cohort.age_days <= 90 then '0-90' when cohort.age_days <= 180 then '91-180' when cohort.age_days <= 270 then '181-270'
            when cohort.age_days <= 365 then '271-365' else '366+'
        end as band
    from run_cohort as cohort
    join run_health as health using (run_id, marketplace, sku)
    where run_id = $run_id
)

select marketplace, any_value(currency) as currency, band, sum(units) as units, sum(value) as value, count(*) filter (value is null) as unknown_cohorts
from banded
group by marketplace, band
order by marketplace, array_position(['0-90', '91-180', '181-270', '271-365', '366+'], band)
