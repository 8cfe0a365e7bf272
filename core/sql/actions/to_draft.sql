-- grain: SKU with a warning that is looked after and no draft since it opened, the most money at stake first. reads: run_risk, run_health,
-- alert, alert_draft.
with warned as (
    select marketplace, sku, min(opened_at) as opened_at
    from alert
    where level >= 2 and state in ('open', 'acknowledged', 'in_progress') and not list_contains($not_clearing, rule)
    group by marketplace, sku
)

select risk.marketplace, risk.sku, health.title, health.currency
from run_risk as risk
join warned using (marketplace, sku)
join run_health as health using (run_id, marketplace, sku)
where run_id = $run_id and risk.level >= 2 and health.on_hand > 0
    and not exists (
        from alert_draft as draft
        where draft.marketplace = risk.marketplace and draft.sku = risk.sku and draft.made_at >= warned.opened_at
    )
order by risk.money_at_stake desc nulls last, risk.marketplace, risk.sku
limit $most
