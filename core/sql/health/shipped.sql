-- grain: marketplace x sku: Amazon's own shipped units of 7/30/60/90 days, where daily sales reach back less than 28 days.
-- reads: stock_snapshot, health_stock, health_reach.
create or replace temp table health_shipped as
select snapshot.marketplace, snapshot.sku, stock.price, snapshot.units_t7, snapshot.units_t30, snapshot.units_t60, snapshot.units_t90
from stock_snapshot as snapshot
join health_stock as stock
    on stock.marketplace = snapshot.marketplace and stock.sku = snapshot.sku and stock.stock_as_of = snapshot.as_of
where snapshot.source = 'planning' and snapshot.units_t90 is not null
    and snapshot.marketplace not in (select marketplace from health_reach)
qualify row_number() over (partition by snapshot.marketplace, snapshot.sku order by snapshot.file_id desc) = 1
