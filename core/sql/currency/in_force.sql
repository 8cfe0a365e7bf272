-- grain: currency: the rate into one home currency in force on a day. units: home for one unit of currency. reads: exchange_rate.
select currency, rate, valid_from
from exchange_rate
where home = $home and valid_from <= $on_day
qualify row_number() over (partition by currency order by valid_from desc) = 1
