-- Who is told of alerts, and what became of each message. Addresses with their secrets are not here: core/alerts/channels.py.

create sequence delivery_ids;

-- grain: channel
create table alert_route (
    channel varchar primary key, owner varchar,     -- owner NULL: the alerts of everybody and of nobody
    level integer not null,                         -- from this level up
    quiet_from varchar, quiet_to varchar,           -- hh:mm in zone; NULL: never quiet
    zone varchar not null, lang varchar not null, changed_at timestamp not null
);

-- grain: channel x alert x change that was told
create table alert_sent (channel varchar not null, alert_id bigint not null, happened_at timestamp not null);

-- grain: message tried
create table alert_delivery (
    delivery_id bigint not null, channel varchar not null, tried_at timestamp not null, status varchar not null,  -- sent | failed
    alerts integer not null, skus integer not null, tries integer not null,
    failures integer not null, next_at timestamp,   -- failed deliveries in a row; not tried again before then
    reason varchar                                  -- why it failed, without any part of the address
);
