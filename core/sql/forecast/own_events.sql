-- grain: event that a seller tries of one SKU, the first day first. reads: own_event.
select event_id, name, first_day, last_day, factor
from own_event
where marketplace = $marketplace and sku = $sku
order by first_day, last_day, event_id
