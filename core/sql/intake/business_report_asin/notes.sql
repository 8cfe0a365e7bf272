-- grain: at most one row: child ASINs under two parents: row_no, column_name, code, value, facts (json). reads: kept
with twice as (
    select asin from kept group by in_marketplace, asin having count(distinct parent_asin) > 1
)
select null::bigint as row_no, 'asin' as column_name, 'duplicate_child' as code, string_agg(asin, ', ' order by asin) as value,
    {'asins': count(*)}::json as facts
from twice having count(*) > 0
