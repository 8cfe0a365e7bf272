-- grain: run_health: what the forecast says of a SKU, beside its measured pace (velocity). reads: nothing.
-- demand_*: median of the sum of the coming weeks; NULL: no sales data. Days count from as_of. Shares 0..1, trend a share a week.
alter table run_health add column demand_4 double;
alter table run_health add column demand_13 double;
alter table run_health add column demand_13_p10 double;
alter table run_health add column demand_13_p90 double;
alter table run_health add column demand_26 double;
alter table run_health add column lasting_days double;      -- day on which the median has sold on hand and inbound
alter table run_health add column stockout_on date;         -- day on which the median has sold what is on hand; NULL beyond 26 weeks
alter table run_health add column safety_source varchar;    -- given | forecast (over your lead time) | default (over the default lead time)
alter table run_health add column trend_week_low double;    -- 80 % interval of trend_week
alter table run_health add column trend_week_high double;
alter table run_health add column season_ahead double;      -- seasonal index of the coming 13 weeks; 1 where less than a year is known
