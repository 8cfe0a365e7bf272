-- What the seller says about buying a product again. Written from the Transfers page (Restock). reads: nothing.
-- grain: marketplace x sku; NULL: the default of its class (policy restock.*), or no limit
create table restock_setting (
    marketplace varchar not null, sku varchar not null, service double, safety_stock double, minimum_order double, case_pack double,
    capacity_units double, successor varchar, changed_at timestamp not null, primary key (marketplace, sku)
);
