-- grain: marketplace of one run: the rule of thumb "more than 90 days of cover at the 90-day rate" beside this run's alerts, in SKUs.
-- Not marked here though the rule of thumb would: sales have picked up (cover by the forecast is short), or what is left after 13 weeks
-- stays within the safety stock allowed. It cannot see what does not sell at all. reads: run, run_health, run_risk.
with judged as (
    select
        health.marketplace, risk.level, risk.rules,
        health.units_90 = 0 as no_sale,
        health.units_90 > 0 and health.on_hand > (run.policy ->> '$."cover.overstock_days"')::double * health.units_90 / 90.0 as thumb,
        coalesce(health.cover_days <= (run.policy ->> '$."cover.overstock_days"')::double, false) as quick
    from run_health as health
    join run_risk as risk using (run_id, marketplace, sku)
    join run using (run_id)
    where run_id = $run_id and health.on_hand > 0 and health.velocity is not null
)

select
    marketplace,
    count(*) as skus,
    count(*) filter (thumb) as thumb_skus,
    count(*) filter (thumb and level >= 1) as both_skus,
    count(*) filter (thumb and level >= 2) as both_warned_skus,
    count(*) filter (thumb and level = 0 and quick) as quick_skus,
    count(*) filter (thumb and level = 0 and not quick) as within_safety_skus,
    count(*) filter (no_sale) as no_sale_skus,
    count(*) filter (no_sale and level >= 1) as no_sale_marked_skus,
    count(*) filter (level >= 2) as warned_skus
from judged
group by marketplace
order by marketplace
