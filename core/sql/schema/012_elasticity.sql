-- grain: run_health: how demand answers to this product's price, where its own past or its category's tells. reads: nothing.
-- ε > 0; NULL: nothing tells, and the assumed one of the policy stands.
alter table run_health add column elasticity double;
alter table run_health add column elasticity_sd double;
alter table run_health add column elasticity_source varchar; -- own | category
