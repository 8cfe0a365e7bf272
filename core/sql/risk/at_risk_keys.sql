-- grain: marketplace x sku on which a rule other than restocking fired. reads: fired.
create or replace temp table at_risk_keys as
select distinct marketplace, sku
from fired
where rule not in ('low_stock', 'reorder_by', 'two_fee_corridor', 'data_suspect', 'forecast_bias', 'transfer_exception')
