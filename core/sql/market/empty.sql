-- grain: marketplace x sku in a niche: whether its market shrinks, or only our share of it (core/market/verdict.py). shares 0..1, a month.
-- reads: nothing. It lies empty where no market file is in.
create or replace temp table market_now (
    marketplace varchar, sku varchar, niche varchar, verdict varchar, reason varchar, basis varchar,
    files integer, rivals integer, first_day date, last_day date, more_files integer, next_on date,
    market_month double, market_low double, market_high double, market_falls boolean,
    own_month double, own_low double, own_high double,
    share double, share_month double, share_low double, share_high double, share_falls boolean,
    rank_month double, rank_low double, rank_high double, reviews_month double, reviews_low double, reviews_high double,
    price_month double, price_low double, price_high double, rival_price double, price_gap double
);

-- grain: marketplace x sku with keyword ranks: whether one moves before its sales; columns: core/sql/schema/060_keyword_lead.sql
create or replace temp table keyword_lead_now (
    marketplace varchar, sku varchar, reason varchar, weeks integer, keywords integer, keyword varchar, what varchar, lag_weeks integer,
    effect double, chance double, moved double, expected double, low double, high double, due_on date
)
