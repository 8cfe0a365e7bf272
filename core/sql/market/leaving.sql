-- grain: marketplace x sku with units on their way out by a removal order that is not done. units: pieces. reads: removal_newest.
select marketplace, sku, sum(in_process)::bigint as leaving_units, max(requested_day) as requested_day
from removal_newest
where in_process > 0 and requested_day <= $as_of and coalesce(status, '') not ilike 'cancel%'
group by marketplace, sku
