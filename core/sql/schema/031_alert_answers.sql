-- What follows from alerts: who hears of what and how often, what an answer came to in money, purchases that are frozen, plans drafted by a run.

alter table alert_route add column audience varchar default 'everybody';   -- everybody | purchasing | sales | management
alter table alert_route add column every varchar default 'check';          -- a message at most: check (each sending) | day | week

alter table alert add column outcome_money double;                          -- what the answer came to, as the seller says; NULL: not said
alter table alert_history add column outcome_money double;

-- grain: freeze of a SKU's purchases; at most one that is not lifted
create table purchase_freeze (
    marketplace varchar not null, sku varchar not null, frozen_at timestamp not null,
    run_id bigint not null,                         -- the run whose level 3 asked for it
    lifted_at timestamp, lifted_by varchar          -- hand | level
);

-- grain: marketplace x sku for which a run drafted a plan
create table alert_draft (
    marketplace varchar not null, sku varchar not null, plan_id bigint,      -- NULL: none could be drafted, problems says why
    run_id bigint not null, made_at timestamp not null,
    problems varchar[] not null                     -- what makes it infeasible, text keys alerts.problem.<problem>; empty: feasible
);
