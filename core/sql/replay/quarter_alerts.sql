-- grain: marketplace x quarter (as in quarter_fees): alerts opened, answered by the seller, resolved, marked as false. reads: alert_history, alert.
select
    alert.marketplace, if(history.happened_at::date > $as_of - 91, 'end', 'begin') as part,
    count(*) filter (history.event in ('opened', 'returned')) as opened,
    count(distinct history.alert_id) filter (history.run_id is null and history.event <> 'assign') as answered,
    count(*) filter (history.event = 'resolve') as resolved,
    count(*) filter (history.event = 'false_alarm') as marked_false
from alert_history as history
join alert using (alert_id)
where history.happened_at::date > $as_of - 182 and history.happened_at::date <= $as_of
group by alert.marketplace, part
