-- grain: one row per thing worth telling about the file: row_no, column_name, code, value, facts (json).
-- reads: kept
with unpriced as (
    select count(*) as rows from kept
    where gross_sales is null and coalesce(order_status, '') not ilike 'cancel%' and coalesce(item_status, '') not ilike 'cancel%'
)
select null::bigint as row_no, 'gross_sales' as column_name, 'price_missing' as code, null::varchar as value, {'rows': rows}::json as facts
from unpriced where rows > 0
