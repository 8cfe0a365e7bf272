-- grain: the newest replay; empty before the first. reads: replay.
select * from replay order by replay_id desc limit 1
