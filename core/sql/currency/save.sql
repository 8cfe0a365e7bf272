-- grain: currency x home x valid_from. writes: exchange_rate.
insert into exchange_rate (currency, home, valid_from, rate, changed_at) values ($currency, $home, $valid_from, $rate, $at)
