-- Results of runs: what pages read. One run = one as_of day, one version of data and policy; stored whole, so that the past stays reproducible.
-- units: money in the marketplace's currency; shares 0..1; days whole or fractional; NULL = unknown, with its reason where a column says so.

create sequence run_ids;

create table setting (key varchar primary key, value json not null, changed_at timestamp not null);

-- grain: run
create table run (
    run_id bigint primary key, as_of date not null, data_version bigint not null, policy json not null,
    skus bigint not null, seconds json not null, started_at timestamp not null,
    history boolean not null                    -- an earlier day, computed afterwards for the trend; never the run that pages show
);

-- grain: run x marketplace x sku (definitions: core/health.py)
create table run_health (
    run_id bigint not null, marketplace varchar not null, sku varchar not null,
    asin varchar, title varchar, category varchar, currency varchar,
    stock_as_of date, price double,
    on_hand bigint, available bigint, inbound bigint, unfulfillable bigint,
    unit_ft3 double, weight_lb double, longest_in double, median_in double, shortest_in double, size_tier varchar,
    unit_cost double, first_mile_cost double, landed_cost double, lead_time_days double, safety_stock double,
    units_7 bigint, units_30 bigint, units_60 bigint, units_90 bigint, units_365 bigint, revenue_90 double,
    stockout_days_30 integer, stockout_days_90 integer,
    velocity_7 double, velocity_30 double, velocity_60 double, velocity_90 double,
    velocity double,                            -- expected units a day, the demand every later step uses until the forecast lands
    weekly_mean double, weekly_variance double, -- over the last 26 weeks with stock
    variance_to_mean double,
    cover_days double, turnover double, sell_through double, stock_to_sales double,
    age_day date, age_days double,              -- unit-weighted mean age
    aged_181_units bigint, aged_271_units bigint, aged_366_units bigint,
    abc varchar, xyz varchar, cv double, stage varchar, weeks_since_first_sale integer, share_of_peak double, trend_week double,
    season_index double, is_seasonal boolean,
    first_sale date, last_sale date,
    stock_value double,                         -- on_hand x landed cost; NULL when cost is unknown
    list_value double,                          -- on_hand x price
    excess_units double,                        -- on_hand + inbound - 90 days of demand, never below 0
    storage_month double, storage_reason varchar,   -- next calendar month, depleting at velocity
    surcharge_next double, surcharge_on date, surcharge_reason varchar, -- at the next 15th
    surcharge_60d_units double, surcharge_60d double,                 -- units that cross a band in 60 days, and the money
    amazon_cover_days double, amazon_excess_units bigint, amazon_storage_next_month double, amazon_surcharge_next double
);

-- grain: run x marketplace x sku x cohort; carried forward first in, first out to as_of; ages in days on as_of
create table run_cohort (run_id bigint not null, marketplace varchar not null, sku varchar not null, age_days integer not null, units double not null);

-- grain: run x marketplace x sku x rule that fired
create table run_rule (
    run_id bigint not null, marketplace varchar not null, sku varchar not null,
    rule varchar not null, level integer not null, facts json not null      -- numbers for text keys risk.why.<rule> and risk.silent.<rule>
);

-- grain: run x marketplace x sku
create table run_risk (
    run_id bigint not null, marketplace varchar not null, sku varchar not null,
    level integer not null, rules varchar[] not null, main_rule varchar,
    quadrant_value varchar, quadrant_age varchar,               -- keep|promote|restock|clear_now , clear_now|old_tail|overbought|flowing
    quadrant_value_in_category varchar, quadrant_age_in_category varchar,
    best_option varchar, best_value double, hold_value double, cost_of_waiting_week double, money_at_stake double
);

-- grain: run x marketplace x sku x option (screening: core/clearance)
create table run_option (
    run_id bigint not null, marketplace varchar not null, sku varchar not null,
    option varchar not null,                    -- hold | best_single_price | ladder_30_50_70 | liquidate_all | remove_all | dispose_all
    value double, price double, reason varchar, -- value NULL: not computable, reason says why (text key clearance.reason.<reason>)
    sold_units double, weeks_to_clear double, holding double, surcharge double
);
