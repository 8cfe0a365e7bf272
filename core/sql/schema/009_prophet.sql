-- What Prophet sees in a SKU of a run, beside the run's own forecast. reads: nothing.
-- grain: run x marketplace x sku that was asked for. answer: the view as JSON (core/forecast/prophet_view.py); else why there is none:
-- reason, a text key error.<reason>, and the facts of its sentence.
create table run_prophet (
    run_id bigint not null, marketplace varchar not null, sku varchar not null,
    answer varchar, reason varchar, facts varchar,
    primary key (run_id, marketplace, sku)
);
