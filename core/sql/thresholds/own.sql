-- grain: marketplace x sku x threshold of its own in a run, the furthest from the seller's first. reads: run_threshold, run_health.
select own.* exclude (run_id), health.title, health.category, health.cover_days
from run_threshold as own
left join run_health as health using (run_id, marketplace, sku)
where run_id = $run_id and ($sku is null or (own.sku = $sku and own.marketplace = $marketplace))
order by abs(own.value - own.base) / own.base desc, own.marketplace, own.sku
