-- grain: move of a stock that was drafted and not answered: another one takes its place. reads: transfer.
update transfer set state = 'cancelled' where state = 'drafted' and from_site = $from_site and from_sku = $from_sku
