-- grain: run_health: what the season of all trade does to the forecast of a SKU. reads: nothing.
alter table run_health add column market_season double;     -- mean of the coming 13 weeks; 1: as in the newest 13 weeks known
