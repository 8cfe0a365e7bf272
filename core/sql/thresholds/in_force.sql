-- grain: threshold that the seller set by hand for a scope and that holds on $as_of; the widest scope first, so that the narrowest wins.
-- reads: threshold_scope.
select key, value, marketplace, category, abc, residual_class, sku
from threshold_scope
where made_on <= $as_of and (until is null or until >= $as_of)
order by
    sku is not null, category is not null, (abc is not null)::integer + (residual_class is not null)::integer, marketplace is not null, made_at
