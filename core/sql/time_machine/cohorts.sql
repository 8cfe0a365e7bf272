-- grain: marketplace x sku x cohort of one run. reads: run_cohort.
select marketplace, sku, age_days, units from run_cohort where run_id = $run_id order by marketplace, sku, age_days
