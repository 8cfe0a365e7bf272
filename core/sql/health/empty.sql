-- grain: marketplace x sku x day without stock, as ledger or stock reports tell: empty_day, on spans that are there already.
-- reads: health_span, snapshot_empty_day.
create or replace temp table health_empty as
select marketplace, sku, unnest(generate_series(day + (start_qty > 0)::integer, next_day - 1, interval 1 day))::date as day
from health_span
where end_qty <= 0
union
select marketplace, sku, day
from snapshot_empty_day
where known_on <= $as_of and day >= $as_of - 400
