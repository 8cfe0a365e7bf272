-- grain: SKU whose purchases are frozen, the most money at stake first. reads: purchase_freeze, run_risk, run_health.
with newest as (
    select max(run_id) as run_id from alert_check
)

select
    frozen.marketplace, frozen.sku, frozen.frozen_at, health.title, health.currency, health.on_hand, health.inbound, health.cover_days,
    risk.main_rule, risk.money_at_stake
from purchase_freeze as frozen
left join newest on true
left join run_risk as risk
    on risk.run_id = newest.run_id and risk.marketplace = frozen.marketplace and risk.sku = frozen.sku
left join run_health as health
    on health.run_id = newest.run_id and health.marketplace = frozen.marketplace and health.sku = frozen.sku
where frozen.lifted_at is null and ($sku is null or (frozen.sku = $sku and frozen.marketplace = $marketplace))
order by risk.money_at_stake desc nulls last, frozen.marketplace, frozen.sku
