-- grain: line of a removal order. units: pieces; fee in the row's currency; days are the marketplace's own (times are UTC). reads: kept.
select
    in_marketplace as marketplace, order_id,
    timezone(zone, timezone('UTC', requested_at))::date as requested_day, timezone(zone, timezone('UTC', updated_at))::date as updated_day,
    case
        when order_type ilike 'return%' then 'return'
        when order_type ilike 'dispos%' then 'disposal'
        when order_type ilike 'liquidat%' then 'liquidation'
        else lower(order_type)
    end as way,
    order_status as status, sku, fnsku, disposition, requested, cancelled, disposed, shipped, in_process, fee, in_currency as currency
from kept
