-- grain: marketplace x day, the whole account. units: buy_box_pct 0..100; money in the marketplace's currency. reads: kept.
select
    in_marketplace as marketplace, day, sessions, page_views, buy_box_pct, units, order_items, sales, in_currency as currency
from kept
