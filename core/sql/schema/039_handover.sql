-- Documents for other systems (ERP, WMS, TMS), what became of each, and what came back.

create sequence document_ids;

-- grain: document
create table document (
    document_id bigint primary key,
    kind varchar not null,                          -- purchase_orders | prices | freezes | transfers
    key varchar not null unique,                    -- the same state of things gives the same key: the other side takes it once
    run_id bigint, as_of date, made_at timestamp not null,
    content varchar not null,                       -- hash of the rows
    body varchar not null,                          -- JSON as it is sent
    rows integer not null,
    status varchar not null,                        -- made | sent | failed | refused (the other side will not have it)
    tries integer not null, failures integer not null, next_at timestamp, reason varchar, changed_at timestamp not null
);

-- grain: line that came back about a document
create table document_result (
    document_id bigint not null, status varchar not null,       -- accepted | rejected | done
    sku varchar, units double, note varchar,
    source varchar not null, digest varchar not null,           -- file it came in, and its hash: the same file twice says nothing new
    taken_at timestamp not null
);
