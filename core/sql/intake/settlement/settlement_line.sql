-- grain: line of a settlement with an amount. units: pieces, money in the settlement's currency, signed as Amazon signs it. reads: kept
-- The currency stands in the settlement's own line; a line without a marketplace is at home where all the others of its settlement are.
with home as (
    select
        settlement_id, any_value(in_currency) filter (total is not null) as currency,
        case when count(distinct in_marketplace) = 1 then any_value(in_marketplace) end as marketplace
    from kept
    group by settlement_id
)

select
    settlement_id, day, coalesce(in_marketplace, home.marketplace) as marketplace, transaction_type, amount_type, amount_description,
    order_id, order_item_id, sku, units, amount, coalesce(home.currency, in_currency) as currency
from kept
join home using (settlement_id)
where amount is not null
