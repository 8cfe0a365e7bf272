-- grain: the newest replay, without those that only tried what is not in force; empty before the first. reads: replay, learning.
select *
from replay
anti join (select after_id as replay_id from learning where state <> 'accepted' and after_id <> before_id) as tried using (replay_id)
order by replay_id desc
limit 1
