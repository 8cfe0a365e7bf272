-- grain: decision, newest first; in_force: accepted, and no later one of its kind, marketplace and SKU is. reads: lesson.
select
    *,
    state = 'accepted' and lesson_id = max(lesson_id) filter (state = 'accepted') over (partition by kind, marketplace, sku) as in_force
from lesson
order by lesson_id desc
