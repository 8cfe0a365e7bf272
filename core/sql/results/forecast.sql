-- grain: one SKU of one run: what it is expected to sell; lists by week. reads: run_forecast.
select * exclude (run_id)
from run_forecast
where run_id = $run_id and marketplace = $marketplace and sku = $sku
