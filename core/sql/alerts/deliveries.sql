-- grain: message tried, newest first. reads: alert_delivery.
select * exclude (delivery_id) from alert_delivery order by delivery_id desc limit $most
