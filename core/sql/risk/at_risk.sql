-- grain: marketplace x sku with stock on which a rule other than restocking fired: what the screening values. Leaves at_risk_keys.
-- reads: position, fired.
create or replace temp table at_risk_keys as
select distinct marketplace, sku
from fired
where rule not in ('low_stock', 'reorder_by', 'two_fee_corridor', 'data_suspect');

select position.*
from position
semi join at_risk_keys using (marketplace, sku)
where on_hand > 0
order by marketplace, sku
