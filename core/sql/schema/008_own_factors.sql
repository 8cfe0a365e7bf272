-- grain: run_health: columns more, by what Amazon's own figures for a SKU are more or less than the rate table's of the same day, price,
-- volume and units. units: ratios; NULL: Amazon said nothing of late, or the table does not know. reads: nothing.
alter table run_health add column referral_factor double;
alter table run_health add column storage_factor double;
alter table run_health add column surcharge_factor double;
