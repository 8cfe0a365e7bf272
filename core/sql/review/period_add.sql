-- grain: one period. writes: review_period.
insert into review_period values (nextval('review_period_ids'), $name, $marketplace, $sku, $first_day, $last_day, $created_at)
returning period_id
