-- grain: marketplace of one replay. reads: replay_score.
select distinct marketplace from replay_score where replay_id = $replay_id and marketplace is not null order by marketplace
