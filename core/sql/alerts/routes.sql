-- grain: channel, with its last message, and when one was taken. reads: alert_route, alert_delivery.
with told as (
    select channel, max(tried_at) as told_at
    from alert_delivery
    where status = 'sent' and alerts > 0
    group by channel
),

final as (
    select route.*, last.tried_at, last.status, coalesce(last.failures, 0) as failures, last.next_at, last.reason, told.told_at
    from alert_route as route
    left join (from alert_delivery qualify row_number() over (partition by channel order by delivery_id desc) = 1) as last using (channel)
    left join told using (channel)
)

select * from final order by channel
