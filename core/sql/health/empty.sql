-- grain: marketplace x sku x day without stock. reads: health_span.
create or replace temp table health_empty as
select marketplace, sku, unnest(generate_series(day + (start_qty > 0)::integer, next_day - 1, interval 1 day))::date as day
from health_span
where end_qty <= 0
