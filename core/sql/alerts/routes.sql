-- grain: channel, with its last message. reads: alert_route, alert_delivery.
select route.*, last.tried_at, last.status, coalesce(last.failures, 0) as failures, last.next_at, last.reason
from alert_route as route
left join (from alert_delivery qualify row_number() over (partition by channel order by delivery_id desc) = 1) as last using (channel)
order by channel
