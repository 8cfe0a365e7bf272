-- What is reviewed beside plans, and what was learned from reviews. Moments in UTC; money in the marketplace's currency. reads: nothing.

create sequence review_period_ids;

-- grain: period that the seller marked by hand; marketplace NULL: all of them, sku NULL: every one
create table review_period (
    period_id bigint primary key, name varchar not null, marketplace varchar, sku varchar,
    first_day date not null, last_day date not null, created_at timestamp not null
);

-- grain: plan: what Amazon paid for units that were liquidated, as the seller read it in the payments report
create table liquidation_paid (plan_id bigint primary key, units double not null, amount double not null, noted_at timestamp not null);

create sequence lesson_ids;

-- grain: decision on one lesson; the newest of a kind, SKU and threshold that is accepted is in force, earlier ones are its history
create table lesson (
    lesson_id bigint primary key,
    kind varchar not null,                      -- core/review/lessons.py KINDS
    marketplace varchar, sku varchar,           -- NULL: of the whole business
    state varchar not null,                     -- accepted | refused | reverted
    before double, after double not null, after_sd double,  -- what was used until then, what is used from then on
    before_own boolean not null,                -- before was the seller's own value, not the default
    evidence json not null,                     -- plan_ids, and the figures it rests on
    learned_on date not null,                   -- last day of the data it rests on
    decided_at timestamp not null
);
