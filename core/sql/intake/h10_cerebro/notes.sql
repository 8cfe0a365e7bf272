-- grain: one row: whose ranks these are, which only the file's name says. reads: given.
select
    null::bigint as row_no, null::varchar as column_name, case when asin is null then 'asin_not_named' else 'asin_by_name' end as code,
    asin as value, '{}'::json as facts
from given
