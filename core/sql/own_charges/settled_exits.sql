-- grain: settlement x order x marketplace x sku: units that left otherwise than by a sale, and the money of all of them after Amazon's fees:
-- of a liquidation what it brought, of a removal or disposal what it cost. reads: settled_line.
create or replace temp view settled_exit as
select
    marketplace, sku, fee, order_id, max(day) as on_day,
    coalesce(sum(units) filter (amount_type = 'ItemPrice'), sum(units)) as units, -- the fee line of a liquidation may repeat its units
    sum(if(fee = 'liquidation', amount, -amount)) as taken
from settled_line
where fee in ('liquidation', 'removal', 'disposal') and sku is not null
group by marketplace, sku, fee, settlement_id, order_id
having coalesce(sum(units) filter (amount_type = 'ItemPrice'), sum(units)) > 0
