-- The seller's own rates: fee schedules laid over the shipped ones, and exchange rates. Written from Settings, never by a run.
-- reads: nothing.

create sequence override_ids;

-- grain: one uploaded schedule of one fee in one marketplace
create table fee_override (
    override_id bigint primary key, name varchar not null, fee varchar not null, marketplace varchar not null,
    draft boolean not null,                     -- a draft is only for "what would change"; no figure is computed with it
    uploaded_at timestamp not null,
    schedule json not null                      -- its rows: [{column of data/fees/<marketplace>/<fee>.csv: text}, …]
);

-- grain: currency x home x valid_from; the newest row on or before a day is in force
create table exchange_rate (
    currency varchar not null, home varchar not null, valid_from date not null,
    rate double not null,                       -- units of home for one unit of currency
    changed_at timestamp not null,
    primary key (currency, home, valid_from)
);
