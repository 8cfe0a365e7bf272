-- What a run expects to be sold: quantiles of each of the coming weeks and of the sums up to them. reads: nothing.
-- units; lists run over the coming weeks, the first one begins on first_week; NULL = unknown.

-- grain: run x marketplace x sku with sales data
create table run_forecast (
    run_id bigint not null, marketplace varchar not null, sku varchar not null,
    model varchar not null, reason varchar,             -- text key forecast.reason.<reason>: why this model and not the usual one
    history_from date, history_weeks integer not null,  -- first week that says something about demand, and how many do
    outlier_weeks integer not null,                     -- weeks capped before fitting
    first_week date not null,
    mean double[] not null, p10 double[] not null, p50 double[] not null, p90 double[] not null,
    cum_p10 double[] not null, cum_p50 double[] not null, cum_p90 double[] not null
);
