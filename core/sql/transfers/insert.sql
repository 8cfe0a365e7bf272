-- grain: one move, drafted or accepted.
insert into transfer (
    transfer_id, product, title, from_site, from_sku, to_site, to_sku, units, lot_units, cost, benefit, currency, ship_by, lead_days, run_id,
    as_of, state, decided_at
)
values (
    nextval('transfer_ids'), $product, $title, $from_site, $from_sku, $to_site, $to_sku, $units, $lot_units, $cost, $benefit, $currency,
    $ship_by, $lead_days, $run_id, $as_of, $state, $at
)
returning transfer_id
