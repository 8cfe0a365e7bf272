-- grain: marketplace x SKU x rule that fires on one replayed day, at the level that an alert would have (as alerts/next). reads: fired, risk.
select
    fired.marketplace, fired.sku, fired.rule, fired.facts,
    case when fired.level >= 2 and not list_contains($not_clearing, fired.rule) then risk.level else fired.level end as level
from fired
join risk using (marketplace, sku)
order by fired.marketplace, fired.sku, fired.rule
