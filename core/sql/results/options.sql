-- grain: option of one SKU of one run, best first, unknown last. reads: run_option.
select option, value, price, reason, sold_units, weeks_to_clear, holding, surcharge, exit_units
from run_option
where run_id = $run_id and marketplace = $marketplace and sku = $sku
order by value desc nulls last
