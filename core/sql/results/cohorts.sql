-- grain: marketplace x sku x cohort of one run, youngest first. reads: run_cohort.
select marketplace, sku, age_days, units
from run_cohort
where run_id = $run_id and ($sku is null or (sku = $sku and marketplace = $marketplace))
order by marketplace, sku, age_days
