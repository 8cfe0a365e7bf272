-- grain: run_health: what a review taught of a product's demand against its forecast, where the seller accepted it. reads: nothing.
-- a factor on the units a clearance counts with; NULL: nothing learned.
alter table run_health add column demand_factor double;
