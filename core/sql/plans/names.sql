-- grain: plan of one SKU. reads: plan.
select name from plan where marketplace is not distinct from $marketplace and sku is not distinct from $sku
