-- grain: one SKU of one run. writes: run_prophet.
insert or replace into run_prophet values ($run_id, $marketplace, $sku, $answer, $reason, $facts)
