-- grain: marketplace x sku x as_of of what is reviewed: units that settlements say were liquidated, and what they brought after Amazon's fees.
-- Those ordered within its weeks; where no removal order report names the order, those paid within them or the 90 days after, by when Amazon
-- has paid. reads: review_keys (temporary), settled_exit, removal_newest.
with ordered as (
    select marketplace, order_id, min(requested_day) as ordered_on from removal_newest group by marketplace, order_id
),

found as (
    select keys.*, settled_exit.units, taken, ordered_on, on_day, (as_of + (7 * weeks)::integer) as last_day
    from review_keys as keys
    join settled_exit using (marketplace, sku)
    left join ordered using (marketplace, order_id)
    where settled_exit.fee = 'liquidation'
)

select marketplace, sku, as_of, sum(units)::double as units, sum(taken)::double as amount
from found
where if(ordered_on is null, on_day between as_of and last_day + 90, ordered_on between as_of and last_day)
group by marketplace, sku, as_of
