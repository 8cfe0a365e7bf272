-- grain: threshold that one learning moves. reads: learned_threshold.
select * exclude (learning_id) from learned_threshold where learning_id = $learning_id order by rowid
