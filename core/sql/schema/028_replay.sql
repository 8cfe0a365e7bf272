-- The proof: what the rules would have said in the weeks of the past, and how that compares with what happened. reads: nothing.
-- units: money in the marketplace's currency, shares 0..1, days; NULL = undefined, unknown or not settled (definitions: core/replay).

create sequence replay_ids;

-- grain: replay
create table replay (
    replay_id bigint primary key, started_at timestamp not null, data_version bigint not null,
    first_day date not null, last_day date not null, weeks integer not null, skus bigint not null,
    model varchar not null,                     -- the forecast it used (core/replay/quick.py)
    policy json not null, seconds double not null
);

-- grain: replay x marketplace (NULL: all together) x scope x name x level; a level counts with all above it
create table replay_score (
    replay_id bigint not null, marketplace varchar, currency varchar,
    scope varchar not null,                     -- rule | level | thumb: a rule of thumb
    name varchar,                               -- the rule; NULL for a level
    level integer not null,
    alerts bigint not null, came_true bigint not null, false_alarms bigint not null, pending bigint not null, "precision" double,
    troubles bigint, caught bigint, recall double, lead_days_median double,
    saved double, missed double, wasted double, cost double, alerts_week double not null
);

-- grain: replay x alarm: an episode of a rule, level or rule of thumb
create table replay_alarm (
    replay_id bigint not null, scope varchar not null, name varchar, level integer not null,
    marketplace varchar not null, sku varchar not null, opened_on date not null, last_on date not null,
    verdict integer,                            -- 1 came true, 0 false, NULL not settled or never judged
    lead_days double, wasted double not null
);
