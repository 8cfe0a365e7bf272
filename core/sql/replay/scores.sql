-- grain: scope x name x level of one replay, of one marketplace or ($marketplace NULL) of all together. reads: replay_score.
select * exclude (replay_id)
from replay_score
where replay_id = $replay_id and marketplace is not distinct from $marketplace
order by rowid
