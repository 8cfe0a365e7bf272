-- grain: one cost typed by the seller, valid from $day. file_id NULL: typed, not read from a file.
insert into sku_cost (file_id, marketplace, sku, valid_from, unit_cost, first_mile_cost, currency, lead_time_days, safety_stock)
values (null, $marketplace, $sku, $day, $unit_cost, $first_mile_cost, $currency, $lead_time_days, $safety_stock)
