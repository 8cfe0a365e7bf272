-- grain: marketplace x sku of one run, all or one: what the fee calendar asks of a SKU. reads: run_health.
select
    marketplace, sku, category, price, on_hand, velocity,
    unit_ft3, weight_lb, longest_in, median_in, shortest_in, size_tier
from run_health
where run_id = $run_id and ($sku is null or (sku = $sku and marketplace = $marketplace))
order by marketplace, sku
