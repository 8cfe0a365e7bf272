-- grain: marketplace x sku of one run, all or one: what the fee calendar asks of a SKU. reads: run_health, run_forecast.
select
    marketplace, sku, health.category, health.price, health.on_hand, health.velocity, forecast.mean as demand_path,
    health.unit_ft3, health.weight_lb, health.longest_in, health.median_in, health.shortest_in, health.size_tier,
    health.fulfilment_offset, health.referral_factor, health.storage_factor, health.surcharge_factor, health.utilisation_month
from run_health as health
left join run_forecast as forecast using (run_id, marketplace, sku)
where run_id = $run_id and ($sku is null or (sku = $sku and marketplace = $marketplace))
order by marketplace, sku
