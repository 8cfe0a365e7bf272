-- grain: marketplace x sku of one run, all or one: what fees read of an item, and Amazon's estimate of next month beside ours.
-- reads: run_health, run.
select
    health.marketplace, health.sku, run.as_of, health.currency, health.price, health.category, health.size_tier,
    health.longest_in, health.median_in, health.shortest_in, health.weight_lb, health.unit_ft3,
    health.storage_month + health.surcharge_next as next_month_table, health.amazon_storage_next_month as next_month,
    coalesce(health.storage_reason, health.surcharge_reason) as next_month_reason
from run_health as health
join run using (run_id)
where run_id = $run_id and ($sku is null or (sku = $sku and marketplace = $marketplace))
