-- grain: marketplace x niche x our sku, of one SKU: the niches it is in. reads: market_member
select niche, is_given from market_member where marketplace = $marketplace and sku = $sku order by is_given desc, niche
