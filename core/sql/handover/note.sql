-- grain: document that was tried
update document set
    status = $status, tries = tries + $tries, failures = $failures, next_at = $next_at, reason = $reason, changed_at = $at
where document_id = $document_id
