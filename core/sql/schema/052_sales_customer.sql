-- grain: file x day x marketplace x sku x customer, from tidy sales files that name customers. customer: a digest of the name in the file, so
-- that nobody can be read back from a workspace. reads: nothing.
create table sales_customer (
    file_id bigint not null, marketplace varchar not null, day date not null, sku varchar not null, customer varchar not null,
    units bigint not null
);
