-- grain: threshold that was learnt and is in force: of the newest accepted learning. reads: learning, learned_threshold.
select key, value
from learned_threshold
where learning_id = (select max(learning_id) from learning where state = 'accepted')
