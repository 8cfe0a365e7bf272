-- grain: threshold set by hand for a scope
insert into threshold_scope (scope_id, marketplace, category, abc, residual_class, sku, key, value, until, reason, made_on, made_at)
values (
    nextval('threshold_scope_ids'), $marketplace, $category, $abc, $residual_class, $sku, $key, $value, $until, $reason, $made_on, $at
)
