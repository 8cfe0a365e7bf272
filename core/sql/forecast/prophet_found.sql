-- grain: one SKU of one run, if Prophet was asked about it. reads: run_prophet.
select answer, reason, facts from run_prophet where run_id = $run_id and marketplace = $marketplace and sku = $sku
