-- grain: one period. writes: review_period.
delete from review_period where period_id = $period_id returning period_id
