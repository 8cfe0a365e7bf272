-- grain: alert that the seller settled: a false alarm with its reason (0), or resolved (1). reads: alert.
select marketplace, sku, rule, reason, if(state = 'false_alarm', 0, 1) as verdict, opened_at::date as opened_on
from alert
where state in ('false_alarm', 'resolved')
order by alert_id
