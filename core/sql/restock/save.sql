-- grain: the settings of one product.
insert or replace into restock_setting
values ($marketplace, $sku, $service, $safety_stock, $minimum_order, $case_pack, $capacity_units, $successor, $at)
