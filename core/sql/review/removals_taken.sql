-- grain: line of a removal order that is done: order_id, way, sku, units that left, days from the order to its last change, day of that.
-- reads: removal_newest.
select
    marketplace, order_id, way, sku, updated_day, (coalesce(disposed, 0) + coalesce(shipped, 0))::double as units,
    (updated_day - requested_day)::double as days
from removal_newest
where status ilike 'complete%' and updated_day >= requested_day and coalesce(disposed, 0) + coalesce(shipped, 0) > 0
