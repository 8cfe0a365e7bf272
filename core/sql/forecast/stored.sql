-- grain: marketplace x sku of one run: what it expects to be sold. $sku NULL: all. reads: run_forecast.
select * from run_forecast where run_id = $run_id and ($sku is null or sku = $sku) order by marketplace, sku
