-- What was learnt from alarms: thresholds that cost less on the past, what each rests on, and whether they are in force. reads: nothing.
-- The newest accepted one that was not taken back is in force, under the seller's own thresholds and over the defaults.

create sequence learning_ids;

-- grain: learning
create table learning (
    learning_id bigint primary key, made_at timestamp not null,
    state varchar not null,                     -- proposed | accepted | reverted
    decided_at timestamp,
    before_id bigint not null, after_id bigint not null,    -- replays without and with what was learnt
    marks bigint not null                       -- alerts that the seller marked as false, or resolved
);

-- grain: learning x threshold that moves
create table learned_threshold (
    learning_id bigint not null, key varchar not null, rule varchar,    -- rule NULL: the line of level 2, or a factor
    default_value double not null, best double not null,    -- best: what would have cost least
    value double not null,                      -- shrunk from best towards the default
    alarms bigint not null, false_alarms bigint not null
);
