-- grain: sales line that was cancelled. reads: typed
select row_no, 'status' as column_name, 'cancelled_lines' as code, status as value from typed where status ilike 'cancel%' or status like '%取消%'
