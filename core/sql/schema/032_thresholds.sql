-- Thresholds that are not the same for every SKU: moved by a run, or set by hand for a scope.

create sequence threshold_scope_ids;

-- grain: threshold set by hand; NULL in marketplace, category and sku: for all
create table threshold_scope (
    scope_id bigint primary key, marketplace varchar, category varchar, sku varchar,
    key varchar not null, value double not null,
    until date,                                     -- the last day on which it holds; NULL: until it is taken back
    reason varchar,
    made_on date not null, made_at timestamp not null
);

-- grain: run x marketplace x sku x threshold that the run moved, or kept from an earlier one
create table run_threshold (
    run_id bigint not null, marketplace varchar not null, sku varchar not null, key varchar not null,
    base double not null, value double not null, facts json not null,   -- the numbers behind it: core/sql/thresholds/lines.sql
    computed_on date not null
);
