-- grain: freeze of purchases that a run ends: the SKU is urgent no more, or the run does not know it any more. What was lifted by hand is over
-- then, so that a new rise may freeze anew. reads: run_risk.
update purchase_freeze set lifted_at = coalesce(lifted_at, $at), lifted_by = if(lifted_by is null, 'level', 'over')
where (lifted_by is null or lifted_by = 'hand')
    and (marketplace, sku) not in (select (marketplace, sku) from run_risk where run_id = $run_id and level = 3)
