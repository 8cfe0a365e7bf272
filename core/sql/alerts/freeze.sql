-- grain: SKU that a run finds urgent: its purchases are frozen, unless they are or the seller has lifted that by hand. While its data are in
-- doubt nothing is frozen. reads: run_risk, run_rule, purchase_freeze.
insert into purchase_freeze (marketplace, sku, frozen_at, run_id)
select marketplace, sku, $at, $run_id
from run_risk
where run_id = $run_id and level = 3
    and (marketplace, sku) not in (select (marketplace, sku) from purchase_freeze where lifted_by is null or lifted_by = 'hand')
    and (marketplace, sku) not in (select (marketplace, sku) from run_rule where run_id = $run_id and rule = 'data_suspect')
