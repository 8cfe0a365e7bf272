-- grain: marketplace x sku of one run with market files. reads: run_market
select * exclude (run_id) from run_market where run_id = $run_id order by marketplace, sku
