-- grain: line that came back about a document, oldest first. reads: document_result.
select * exclude (digest) from document_result where document_id = $document_id order by taken_at, rowid
