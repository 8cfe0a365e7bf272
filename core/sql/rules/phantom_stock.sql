-- grain: marketplace x sku whose report shows a few units (a week's sales at most) of which nothing has sold for days, though so much is
-- usual that this is no chance: the units may not be there, or nobody can buy them. reads: position.
with paced as (
    select *, units_90 / nullif(90.0 - coalesce(stockout_days_90, 0), 0) as pace, date_diff('day', last_sale, $as_of) as silent_days
    from position
    where on_hand > 0 and last_sale is not null
)

select
    marketplace, sku, 1 as level,
    to_json({units: on_hand, days: silent_days, usual: 7 * pace, missed: pace * silent_days, last_sale: last_sale}) as facts
from paced
where silent_days >= $phantom_days and pace * silent_days >= $phantom_least_units and on_hand <= 7 * pace
