-- grain: marketplace x sku of which Amazon's warehouses lost units on the way and have not found them (ledger: lost and found, transfers
-- between centres among them). units over 90 days. reads: position, ledger_daily.
with moved as (
    select marketplace, sku, -sum(coalesce(lost, 0)) as lost, sum(coalesce(found, 0)) as found
    from ledger_daily
    where day > $as_of - 90 and day <= $as_of
    group by marketplace, sku
)

select
    position.marketplace, position.sku, 1 as level,
    to_json({
        lost: moved.lost, found: moved.found, missing: moved.lost - moved.found, units: position.on_hand,
        money: (moved.lost - moved.found) * position.landed_cost, currency: position.currency
    }) as facts
from position
join moved using (marketplace, sku)
where moved.lost - moved.found >= transfer_lost_units
