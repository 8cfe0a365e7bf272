-- grain: marketplace x sku of one run whose keywords were looked at. reads: run_keyword_lead
select * exclude (run_id) from run_keyword_lead where run_id = $run_id order by marketplace, sku
