-- Sites beside Amazon's, the ways between sites, and moves that were decided. Written from the Transfers page and by commands. reads: nothing.
-- units: money in the row's currency; shares 0..1 of landed cost; days whole; NULL = unknown or no limit.

-- grain: site that the seller added: own warehouse, third party, or Amazon's long-term storage. Marketplaces are sites without a row here
create table site (
    site varchar primary key, kind varchar not null,        -- own | 3pl | awd
    region varchar not null, currency varchar not null,     -- region: data/transfers/regions.csv
    storage_per_ft3_month double, pick_fee double, receive_fee double, capacity_ft3 double, changed_at timestamp not null
);

-- grain: site x sku, as of a day: what lies at a site that is no marketplace
create table site_stock (site varchar not null, sku varchar not null, units double not null, as_of date not null, primary key (site, sku));

-- grain: from x to: the seller's own terms in place of data/transfers/lanes.csv
create table lane (
    from_site varchar not null, to_site varchar not null, closed boolean not null default false,
    freight_per_lb double not null, freight_per_unit double not null, duty_share double not null, tax_share double not null,
    lead_days integer not null, shipment_cost double not null, least_units double not null, lot_units double not null, most_units double,
    currency varchar not null, changed_at timestamp not null, primary key (from_site, to_site)
);

-- grain: marketplace x sku that the seller said belongs to a product; without a row: the ASIN, else the SKU
create table sku_match (marketplace varchar not null, sku varchar not null, product varchar not null, primary key (marketplace, sku));

create sequence transfer_ids;

-- grain: one move of one product that was accepted
create table transfer (
    transfer_id bigint primary key, product varchar not null, title varchar,
    from_site varchar not null, from_sku varchar not null, to_site varchar not null, to_sku varchar not null,
    units double not null, lot_units double not null,
    cost double not null, benefit double not null, currency varchar not null,   -- as seen then; benefit: what it brings over its cost
    ship_by date, lead_days integer not null, run_id bigint, as_of date not null,
    state varchar not null,                     -- accepted | shipped | received | cancelled
    decided_at timestamp not null, shipped_on date, shipped_units double
);

-- grain: receipt of a move, from a file or typed
create table transfer_receipt (transfer_id bigint not null, received_on date not null, units double not null, note varchar);
