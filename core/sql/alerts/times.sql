-- grain: one row: episodes, those answered, and hours from opening to the first answer, plan and end, at the median over all alerts; NULL: not yet. reads: alert_history.
with starts as (
    select alert_id, happened_at as opened_at, lead(happened_at) over (partition by alert_id order by happened_at) as next_opened_at
    from alert_history
    where event in ('opened', 'returned')
),

firsts as (
    select
        starts.alert_id, starts.opened_at,
        min(history.happened_at) filter (history.run_id is null and history.event <> 'assign') as answered_at,
        min(history.happened_at) filter (history.state = 'in_progress') as planned_at,
        min(history.happened_at) filter (history.state in ('resolved', 'false_alarm', 'closed')) as ended_at
    from starts
    join alert_history as history
        on history.alert_id = starts.alert_id and history.happened_at >= starts.opened_at
            and (starts.next_opened_at is null or history.happened_at < starts.next_opened_at)
    group by starts.alert_id, starts.opened_at
)

select
    count(*) as episodes, count(answered_at) as answered, median(epoch(answered_at - opened_at)) / 3600 as hours_to_answer,
    median(epoch(planned_at - opened_at)) / 3600 as hours_to_plan, median(epoch(ended_at - opened_at)) / 3600 as hours_to_end
from firsts
