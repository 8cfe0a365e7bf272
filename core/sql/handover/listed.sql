-- grain: document, newest first, with what came back of it. reads: document, document_result.
with back as (
    select document_id, arg_max(status, taken_at) as answer, count(*) as lines, max(taken_at) as answered_at
    from document_result
    group by document_id
)

select document.* exclude (content, body), back.answer, back.lines, back.answered_at
from document
left join back using (document_id)
order by document_id desc
