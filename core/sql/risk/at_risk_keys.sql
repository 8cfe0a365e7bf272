-- grain: marketplace x sku on which a rule other than restocking fired. reads: fired.
create or replace temp table at_risk_keys as
select distinct marketplace, sku
from fired
where not list_contains($not_clearing, rule)
