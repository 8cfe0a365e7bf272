-- What a run says of the market of each SKU. reads: nothing. shares 0..1 a month; NULL: unknown (reason says why).

-- grain: run x marketplace x sku in a niche with market files; columns: core/sql/market/empty.sql, made by core/market
create table run_market (
    run_id bigint not null, marketplace varchar not null, sku varchar not null, niche varchar not null,
    verdict varchar not null,                   -- shrinking | losing_share | both | neither | unknown
    reason varchar, basis varchar, files integer, rivals integer, first_day date, last_day date, more_files integer, next_on date,
    market_month double, market_low double, market_high double, market_falls boolean,
    own_month double, own_low double, own_high double,
    share double, share_month double, share_low double, share_high double, share_falls boolean,
    rank_month double, rank_low double, rank_high double, reviews_month double, reviews_low double, reviews_high double,
    price_month double, rival_price double, price_gap double
);
