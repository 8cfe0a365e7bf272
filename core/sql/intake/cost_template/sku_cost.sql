-- grain: sku x marketplace (NULL: every marketplace) x the day it is valid from. units: money per unit in the row's currency; days; pieces.
-- reads: kept, given. Without a day of its own a cost holds from the day given, else from the beginning.
select
    in_marketplace as marketplace, sku, coalesce(valid_from, (select as_of from given), date '2000-01-01') as valid_from,
    unit_cost, first_mile_cost, in_currency as currency, lead_time_days, safety_stock, upc
from kept
