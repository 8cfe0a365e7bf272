-- The journal of plans: what was decided when, from which inputs, and what was expected of it. reads: nothing.
-- units: money in the marketplace's currency; NULL = unknown. A plan's figures are never changed; only its name and state are.

create sequence plan_ids;

-- grain: plan
create table plan (
    plan_id bigint primary key, name varchar not null, marketplace varchar, sku varchar, title varchar, currency varchar,
    state varchar not null,                     -- open | accepted | withdrawn
    created_at timestamp not null, decided_at timestamp,
    run_id bigint, as_of date not null, data_version bigint not null,
    policy json not null, rates varchar not null,   -- thresholds in force; digest of the fee schedules
    case_inputs json not null,                  -- the fields of core.clearance.case.Case, promotions and all
    option varchar not null,                    -- core.clearance.way.WAYS, or own: the seller's own prices
    first_action json not null,                 -- act, keep_units, exit_units, exit_channel, price, offer, start_on, look_again
    value double, value_mean double, value_p10 double, value_p50 double, value_p90 double,
    hold_value double, hold_mean double, hold_p10 double, hold_p50 double, hold_p90 double,     -- doing nothing, as seen then
    options json not null, cost_of_waiting json not null, assumptions json not null             -- the rest of the answer, for its page
);

-- grain: plan x course (plan: as planned, hold: as if nothing were done) x week; the last week is the horizon, with what is left sent out
create table plan_week (
    plan_id bigint not null, course varchar not null, week integer not null, starts_on date not null,
    units double, units_p10 double, units_p90 double, exited double, price double, offer varchar, sold double, -- units expected
    holding double, surcharge double, net double, sold_out double                                              -- money not discounted
);
