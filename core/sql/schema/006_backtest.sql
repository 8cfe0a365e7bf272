-- How far off each model would have been at past cut-offs. reads: nothing.
-- units: shares, rmse in units, seconds; cumulative_…: of the sum of all weeks; NULL = undefined (definitions: core/forecast/metrics.py).

create sequence backtest_ids;

-- grain: backtest
create table backtest (
    backtest_id bigint primary key, as_of date not null, data_version bigint not null,
    weeks integer not null, cutoffs date[] not null,    -- first day that was to be forecast, oldest first
    series bigint not null, models varchar[] not null, started_at timestamp not null
);

-- grain: backtest x model x group; scope catalogue: the whole, class: a demand_class, sku: a marketplace and SKU
create table backtest_score (
    backtest_id bigint not null, scope varchar not null, model varchar not null,
    demand_class varchar, marketplace varchar, sku varchar, -- NULL: all of them
    series bigint, fallbacks bigint,                        -- answers that another model had to give
    seconds double,                                         -- of the whole catalogue only
    wape double, wape_p50 double, rmse double, rmsse double, mape double, bias double, pinball double, coverage_80 double,
    points bigint, mape_undefined bigint,
    cumulative_wape double, cumulative_wape_p50 double, cumulative_rmse double, cumulative_rmsse double, cumulative_mape double,
    cumulative_bias double, cumulative_pinball double, cumulative_coverage_80 double,
    cumulative_points bigint, cumulative_mape_undefined bigint
);
