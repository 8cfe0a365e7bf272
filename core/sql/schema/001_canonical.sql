-- Canonical tables: what intake writes. Every row carries the file it came from, so that an import can be undone
-- by deleting its rows; where files overlap, the newest file (highest file_id) wins at read.
-- units: money in the row's currency, decimal(18,4); *_ft3 cubic feet; *_in inches; *_lb pounds; days are marketplace-local.
-- reads: nothing.  Blank stays NULL, never 0.

create sequence file_ids;

-- grain: one row per file that was offered (also refused and quarantined ones)
create table import_file (
    file_id         bigint primary key,
    sha256          varchar not null,
    name            varchar not null,
    status          varchar not null,           -- loaded | quarantined | refused | undone
    kind            varchar,
    variant         varchar,
    marketplace     varchar,                    -- 'US', or 'CA, US' where one file holds several
    currency        varchar,
    encoding        varchar,
    delimiter       varchar,
    period_start    date,
    period_end      date,
    snapshot_date   date,
    complete        boolean not null default true,  -- false: speaks only for the SKUs it holds (truncated or shrunken file)
    rows_read       bigint,
    rows_loaded     bigint,
    rows_refused    bigint,
    unknown_columns json,
    missing_columns json,
    imported_at     timestamp not null
);

-- grain: one row per thing worth telling about a file (row_no NULL: about the whole file)
create table import_issue (
    file_id     bigint not null,
    row_no      bigint,
    column_name varchar,
    code        varchar not null,               -- text key: intake.issue.<code>
    value       varchar,
    facts       json                            -- what the sentence needs
);

-- grain: one row per remembered answer to "which column is which" for one normalised header set
create table column_mapping (
    header_key varchar primary key,             -- sha256 of the sorted normalised header
    kind       varchar not null,
    mapping    json not null,                   -- {"our column": "their column"}
    changed_at timestamp not null
);

-- grain: file x marketplace x sku; what a file says about a product. View product folds them
create table product_fact (
    file_id bigint not null, marketplace varchar not null, sku varchar not null,
    asin varchar, parent_asin varchar, fnsku varchar, title varchar, brand varchar,
    product_group varchar, condition varchar, size_tier varchar, storage_type varchar,
    longest_in double, median_in double, shortest_in double,
    unit_ft3 double, weight_lb double,
    is_seasonal boolean, season_start date, season_end date
);

-- grain: file x sku x marketplace x valid_from; marketplace NULL: for every marketplace
create table sku_cost (
    file_id bigint, marketplace varchar, sku varchar not null, valid_from date not null,
    unit_cost decimal(18,4), first_mile_cost decimal(18,4), currency varchar,
    lead_time_days double, safety_stock double
);

-- grain: file x order line (order_id, order_item_id, sku). Cancelled lines are kept with status 'cancelled'
create table order_line (
    file_id bigint not null, marketplace varchar not null, day date not null,
    order_id varchar, order_item_id varchar, sku varchar not null, asin varchar,
    channel varchar not null,                   -- FBA | FBM
    status varchar not null,                    -- shipped | pending | cancelled
    units bigint not null, gross_sales decimal(18,4), promo_discount decimal(18,4), currency varchar
);

-- grain: file x day x marketplace x sku, from tidy sales files
create table sales_tidy (
    file_id bigint not null, marketplace varchar not null, day date not null, sku varchar not null,
    units bigint not null, gross_sales decimal(18,4), currency varchar
);

-- grain: marketplace x day x sku x channel. Derived from order_line, sales_tidy and ledger_daily by intake after each import or undo
-- (core/intake/daily.py): on a marketplace-day that order files cover, they speak; else tidy files; else the ledger's shipments
create table sales_daily (
    marketplace varchar not null, day date not null, sku varchar not null, channel varchar not null, source varchar not null,
    units bigint not null, orders bigint, gross_sales decimal(18,4), promo_discount decimal(18,4),
    units_cancelled bigint not null default 0, currency varchar
);

-- grain: file x marketplace x sku, as of a day
create table stock_snapshot (
    file_id bigint not null, source varchar not null,       -- planning | manage | tidy
    as_of date not null, marketplace varchar not null, sku varchar not null,
    available bigint, fc_transfer bigint, reserved_customer bigint, reserved_processing bigint, reserved_staging bigint, reserved_total bigint,
    unfulfillable bigint, researching bigint, pending_removal bigint,
    inbound_working bigint, inbound_shipped bigint, inbound_receiving bigint,
    price decimal(18,4), sale_price decimal(18,4), featured_price decimal(18,4), currency varchar,
    units_t7 bigint, units_t30 bigint, units_t60 bigint, units_t90 bigint,
    amazon_cover_days double, amazon_excess_units bigint, sell_through double,
    alert varchar, recommended_action varchar, recommended_price decimal(18,4), recommended_removal_units bigint,
    est_storage_next_month decimal(18,4), days_supply_short double, days_supply_long double,
    low_inventory_exempt boolean
);

-- grain: file x marketplace x sku x age band; bands never overlap; age_to NULL: open
create table stock_age (
    file_id bigint not null, as_of date not null, age_day date not null, marketplace varchar not null, sku varchar not null,
    age_from integer not null, age_to integer, units bigint not null
);

-- grain: file x marketplace x sku x surcharge band: what Amazon itself expects to charge at the next snapshot
create table surcharge_estimate (
    file_id bigint not null, as_of date not null, marketplace varchar not null, sku varchar not null,
    age_from integer not null, age_to integer, units bigint, amount decimal(18,4), currency varchar
);

-- grain: file x day x location x fnsku x sku x disposition
create table ledger_daily (
    file_id bigint not null, day date not null, marketplace varchar not null, location varchar, sku varchar not null, fnsku varchar, disposition varchar,
    start_qty bigint, receipts bigint, shipments bigint, returns bigint, vendor_returns bigint, transfers bigint,
    found bigint, lost bigint, damaged bigint, disposed bigint, other bigint, unknown bigint, end_qty bigint, in_transit bigint
);

-- grain: file x marketplace x sku
create table fee_preview (
    file_id bigint not null, as_of date not null, marketplace varchar not null, sku varchar not null,
    price decimal(18,4), referral_fee decimal(18,4), fulfilment_fee decimal(18,4), closing_fee decimal(18,4), total_fee decimal(18,4), currency varchar
);

-- grain: file x period x marketplace x sku x kind x tier; amount is what Amazon charged (cost positive)
create table fee_charged (
    file_id bigint not null, period_start date not null, period_end date not null, marketplace varchar not null, sku varchar, fnsku varchar,
    kind varchar not null,                      -- storage | utilisation | aged_surcharge
    tier varchar, units double, ft3 double, rate double, amount decimal(18,4), currency varchar
);

-- grain: file x period x marketplace x asin x sku
create table traffic_period (
    file_id bigint not null, start_day date not null, end_day date not null, marketplace varchar not null, asin varchar, parent_asin varchar, sku varchar,
    sessions bigint, page_views bigint, buy_box_pct double, units bigint, order_items bigint, sales decimal(18,4), currency varchar
);

create view product as
with folded as (
    select
        marketplace, sku,
        arg_max(asin, file_id) as asin, arg_max(parent_asin, file_id) as parent_asin, arg_max(fnsku, file_id) as fnsku,
        arg_max(title, file_id) as title, arg_max(brand, file_id) as brand,
        arg_max(product_group, file_id) as product_group, arg_max(condition, file_id) as condition,
        arg_max(size_tier, file_id) as size_tier, arg_max(storage_type, file_id) as storage_type,
        arg_max(longest_in, file_id) as longest_in, arg_max(median_in, file_id) as median_in, arg_max(shortest_in, file_id) as shortest_in,
        arg_max(unit_ft3, file_id) as unit_ft3, arg_max(weight_lb, file_id) as weight_lb,
        arg_max(is_seasonal, file_id) as is_seasonal, arg_max(season_start, file_id) as season_start, arg_max(season_end, file_id) as season_end
    from product_fact
    group by marketplace, sku
)
select * from folded;
