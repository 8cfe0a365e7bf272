-- grain: marketplace x sku x fee x day x price: what settlements say Amazon took of units that left, in the 30 days up to the last such line.
-- units: pieces; price: what a unit sold for less the seller's promotions (NULL: no sale); amount: of all units, cost positive; of a
-- liquidation what it brought after its fee. A sale counts where each of its price lines has its fee line: elsewhere it is not known
-- which units a fee was for. reads: settled_line, settled_exit.
with line as (
    select *
    from settled_line
    where day <= $as_of and sku is not null and ($sku is null or (sku = $sku and marketplace = $marketplace))
),

sale as (
    select
        marketplace, sku, max(day) as on_day, sum(units) as units, sum(amount) filter (fee = 'sale') as sales,
        count(*) filter (fee = 'sale' and amount_type = 'ItemPrice') as priced,
        unnest([
            {'fee': 'referral', 'taken': sum(-amount) filter (fee = 'referral'), 'lines': count(*) filter (fee = 'referral')},
            {'fee': 'fulfilment', 'taken': sum(-amount) filter (fee = 'fulfilment'), 'lines': count(*) filter (fee = 'fulfilment')},
            {'fee': 'closing', 'taken': sum(-amount) filter (fee = 'closing'), 'lines': count(*) filter (fee = 'closing')}
        ], recursive := true)
    from line
    where transaction_type = 'Order'
    group by marketplace, sku, settlement_id, order_id, order_item_id
),

told as (
    select marketplace, sku, fee, on_day, units, (sales / units)::double as price, taken
    from sale
    where lines = priced and units > 0 and sales > 0
    union all by name
    select marketplace, sku, fee, on_day, units, null::double as price, taken
    from settled_exit
    where on_day <= $as_of and ($sku is null or (sku = $sku and marketplace = $marketplace))
),

lately as (
    select * from told qualify on_day > max(on_day) over (partition by marketplace, sku, fee) - 30
)

select marketplace, sku, fee, on_day, price, sum(units)::double as units, sum(taken)::double as amount
from lately
group by marketplace, sku, fee, on_day, price
