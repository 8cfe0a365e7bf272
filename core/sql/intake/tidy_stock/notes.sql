-- grain: one row per SKU on several lines of the same day: row_no, column_name, code, value, facts (json). reads: kept
select
    null::bigint as row_no, 'sku' as column_name, 'rows_added_up' as code, sku as value, {'rows': count(*), 'units': sum(available)::bigint}::json as facts
from kept
group by as_of, in_marketplace, sku having count(*) > 1
order by sku limit 1000
