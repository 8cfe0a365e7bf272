-- grain: threshold set by hand: for a class of products too. reads: nothing.
alter table threshold_scope add column abc varchar;                         -- A | B | C; NULL: every class
alter table threshold_scope add column residual_class varchar;              -- high | usual | low (core/sql/thresholds/residual.sql); NULL: every class
