-- grain: run_health: the season that a report says of a SKU. reads: nothing.
alter table run_health add column season_until date;       -- its last day, of the season now or the next one; NULL where no report says one
alter table run_health add column season_left double;      -- share of a usual week of the season that sells after it
