-- grain: open alert of which a channel has not been told since it opened or rose. A notice is for those who buy and those who sell;
-- above, buying rules are for those who buy, the others for those who sell; what is urgent freezes purchases, so those who buy hear it too,
-- and those who manage hear nothing else. reads: alert, alert_history, alert_sent.
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
        and case $audience
            when 'purchasing' then alert.level in (1, 3) or list_contains($not_clearing, alert.rule)
            when 'sales' then alert.level = 1 or not list_contains($not_clearing, alert.rule)
            when 'management' then alert.level = 3
            else true
        end
        and not exists (
            from alert_sent as sent
            where sent.channel = $channel and sent.alert_id = alert.alert_id and sent.happened_at >= news.happened_at
        )
)

select * from final order by alert_id
