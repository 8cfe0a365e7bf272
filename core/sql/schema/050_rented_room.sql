-- grain: site: a column more, what room beyond its own costs that is rented by the month. units: money a cubic foot and month; NULL: not known.
-- reads: nothing.
alter table site add column extra_per_ft3_month double;
