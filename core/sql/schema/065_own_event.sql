-- Events that a seller tries of the demand of a SKU on the Forecast page. A what-if: no run reads them. reads: nothing.

create sequence own_event_ids;

-- grain: event
create table own_event (
    event_id bigint primary key, marketplace varchar not null, sku varchar not null,
    name varchar not null,                              -- as the seller calls it; may be empty
    first_day date not null, last_day date not null,    -- both included
    factor double not null,                             -- times the usual
    created_at timestamp not null
);
