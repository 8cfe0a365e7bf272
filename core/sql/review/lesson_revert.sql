-- grain: one decision. writes: lesson.
update lesson set state = 'reverted', decided_at = $at where lesson_id = $lesson_id and state = 'accepted' returning lesson_id
