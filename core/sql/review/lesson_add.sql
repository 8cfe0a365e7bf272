-- grain: one decision. writes: lesson.
insert into lesson values (
    nextval('lesson_ids'), $kind, $marketplace, $sku, $state, $before, $after, $after_sd, $before_own, $evidence, $learned_on, $decided_at
)
returning lesson_id
