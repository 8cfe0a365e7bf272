-- grain: message tried
insert into alert_delivery values (
    nextval('delivery_ids'), $channel, $at, $status, $alerts, $skus, $tries, $failures, $next_at, $reason
)
