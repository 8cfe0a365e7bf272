-- grain: the forecast of one SKU in one run. units; lists over the coming weeks, the first one begins on first_week. reads: run_forecast.
select * from run_forecast where run_id = $run_id and marketplace = $marketplace and sku = $sku
