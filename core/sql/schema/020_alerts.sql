-- The life of alerts: what a run raised, who answered, and every time of it. Moments in UTC; money in the marketplace's currency.

create sequence alert_ids;

-- grain: marketplace x sku x rule that ever fired
create table alert (
    alert_id bigint primary key, marketplace varchar not null, sku varchar not null, rule varchar not null,
    state varchar not null,                     -- open | acknowledged | in_progress | snoozed | resolved | false_alarm | closed
    level integer not null, money_at_stake double,       -- as the last run on which it fired saw them; money NULL: unknown
    owner varchar, snoozed_until date, reason varchar, note varchar,
    answered_level integer, answered_money double, answered_at timestamp,   -- what the seller saw at the last answer: a rise is over these
    quiet_runs integer not null,                -- days of data in a row on which the rule was silent
    opened_at timestamp not null, changed_at timestamp not null,            -- of this episode; of the state
    fired_run_id bigint not null                -- the last run on which it fired: its facts stand in run_rule
);

-- grain: alert x change; at least one row each alert
create table alert_history (
    alert_id bigint not null, happened_at timestamp not null, event varchar not null, state varchar not null, level integer not null, money_at_stake double,
    owner varchar, snoozed_until date, reason varchar, note varchar,
    run_id bigint                               -- NULL: the seller did it
);

-- grain: run by which alerts were brought up to date
create table alert_check (run_id bigint primary key, as_of date not null, checked_at timestamp not null);
