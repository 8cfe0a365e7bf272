-- grain: open alert of which a channel has not been told since it opened or rose. reads: alert, alert_history, alert_sent.
with news as (
    select alert_id, max(happened_at) as happened_at
    from alert_history
    where event in ('opened', 'raised', 'rose', 'woke', 'returned', 'still_there', 'reopen')
    group by alert_id
),

final as (
    select alert.alert_id, news.happened_at
    from alert
    join news using (alert_id)
    where alert.state = 'open' and alert.level >= $level and ($owner is null or alert.owner = $owner)
        and not exists (
            from alert_sent as sent
            where sent.channel = $channel and sent.alert_id = alert.alert_id and sent.happened_at >= news.happened_at
        )
)

select * from final order by alert_id
