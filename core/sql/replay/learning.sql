-- grain: the newest learning; empty before the first. reads: learning.
select * from learning order by learning_id desc limit 1
