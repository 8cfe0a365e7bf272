-- grain: marketplace x niche x what x value. reads: kept.
select distinct in_marketplace as marketplace, trim(niche) as niche, what, value
from (
    select *, unnest(['sku', 'asin', 'keyword']) as what, unnest([sku, asin, lower(trim(keyword))]) as value from kept
)
where value is not null
