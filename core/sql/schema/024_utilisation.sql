-- grain: run_health: a column more, Amazon's storage utilisation surcharge of this SKU as the newest monthly storage report says it.
-- units: money a unit and month; 0: that report charges none; NULL: no such report of the last three months names the SKU. reads: nothing.
alter table run_health add column utilisation_month double;
