-- What a run says of the keywords of each SKU, and the interval of the competitors' price trend. reads: nothing. shares 0..1.

-- grain: run x marketplace x sku with keyword ranks (core/market/keywords.py). reason NULL: a keyword moves before its sales, and the rest says
-- which; else why none is claimed (few_weeks, no_evidence). weeks, keywords: how much was looked at. effect: of a doubling. moved: times.
create table run_keyword_lead (
    run_id bigint not null, marketplace varchar not null, sku varchar not null, reason varchar, weeks integer, keywords integer,
    keyword varchar, what varchar,              -- rank | volume
    lag_weeks integer, effect double, chance double, moved double,
    expected double, low double, high double,   -- shares by which units will change for it, by the day due_on
    due_on date
);

alter table run_market add column price_low double;
alter table run_market add column price_high double;
