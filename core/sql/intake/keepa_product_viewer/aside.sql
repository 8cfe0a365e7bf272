-- grain: the last row, which only says when the file was exported. reads: typed
select row_no, null::varchar as column_name, 'export_stamp' as code, extra as value from typed where asin is null and extra ilike 'exported on %'
