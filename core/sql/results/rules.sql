-- grain: marketplace x sku x rule of one run, highest level first. reads: run_rule, run_risk.
select rule.marketplace, rule.sku, rule.rule, rule.level, rule.facts
from run_rule as rule
join run_risk as risk using (run_id, marketplace, sku)
where run_id = $run_id and ($sku is null or (rule.sku = $sku and rule.marketplace = $marketplace))
order by rule.marketplace, rule.sku, array_position(risk.rules, rule.rule)
