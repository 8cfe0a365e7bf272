-- grain: document that the other side has not taken, oldest first. A newer one of its kind takes its place. reads: document.
select document_id, kind, key, body, tries, failures, next_at
from document as waiting
where status in ('made', 'failed')
    and not exists (from document as newer where newer.kind = waiting.kind and newer.document_id > waiting.document_id)
order by document_id
