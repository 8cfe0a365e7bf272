-- grain: one learning. reads: nothing.
insert into learning values ($learning_id, $at, 'proposed', null, $before, $after, $marks)
