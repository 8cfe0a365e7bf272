-- grain: one SKU: what Amazon's newest inventory planning report recommends. reads: stock_snapshot.
select recommended_price as price, recommended_removal_units as removal_units
from stock_snapshot
where source = 'planning' and marketplace = $marketplace and sku = $sku and as_of <= $as_of
order by as_of desc, file_id desc
limit 1
