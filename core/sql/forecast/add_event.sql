-- grain: event that a seller tries of one SKU. writes: own_event.
insert into own_event values (nextval('own_event_ids'), $marketplace, $sku, $name, $first, $last, $factor, $at)
