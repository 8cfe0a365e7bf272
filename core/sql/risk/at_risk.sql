-- grain: marketplace x sku with stock and a clearance rule: what the screening values. reads: position, at_risk_keys.
select position.*
from position
semi join at_risk_keys using (marketplace, sku)
where on_hand > 0
order by marketplace, sku
