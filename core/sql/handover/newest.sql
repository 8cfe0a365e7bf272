-- grain: kind of document: its newest one. reads: document.
select kind, document_id, content, rows from document qualify row_number() over (partition by kind order by document_id desc) = 1
