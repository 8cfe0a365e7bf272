-- grain: alarm of one system of one replay, newest first, with what the product is. reads: replay_alarm, product.
select alarm.* exclude (replay_id), product.title
from replay_alarm as alarm
left join product using (marketplace, sku)
where replay_id = $replay_id and scope = $scope and alarm.name is not distinct from $name and level = $level
    and ($marketplace is null or marketplace = $marketplace)
order by opened_on desc, sku
