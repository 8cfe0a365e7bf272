-- grain: document
insert into document values (
    $document_id, $kind, $key, $run_id, $as_of, $at, $content, $body, $rows, 'made', 0, 0, null, null, $at
)
