-- grain: line that came back about a document
insert into document_result values ($document_id, $status, $sku, $units, $note, $source, $digest, $at)
