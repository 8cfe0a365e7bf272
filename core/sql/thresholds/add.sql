-- grain: threshold set by hand for a scope
insert into threshold_scope values (nextval('threshold_scope_ids'), $marketplace, $category, $sku, $key, $value, $until, $reason, $made_on, $at)
