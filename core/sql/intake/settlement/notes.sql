-- grain: settlement that an earlier file already holds; the newest file speaks for it. reads: kept, settlement, import_file.
select distinct
    null::bigint as row_no, 'settlement_id' as column_name, 'same_settlement' as code, settlement_id as value,
    {'name': last_value(import_file.name) over (partition by settlement_id order by file_id)}::json as facts
from (select distinct settlement_id from kept) as here
join settlement using (settlement_id)
join import_file using (file_id)
order by settlement_id
