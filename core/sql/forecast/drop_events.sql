-- grain: event that a seller tries of one SKU: one of them, or all (NULL). writes: own_event.
delete from own_event where marketplace = $marketplace and sku = $sku and ($event_id is null or event_id = $event_id)
