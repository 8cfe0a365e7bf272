-- grain: currency x valid_from, into one home currency, newest first. units: home for one unit of currency. reads: exchange_rate.
select currency, valid_from, rate from exchange_rate where home = $home order by currency, valid_from desc
