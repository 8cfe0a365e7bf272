-- grain: one row that changes when a move between sites comes in, or with other exchange rates. reads: transfer, transfer_receipt,
-- exchange_rate, setting.
select
    (select count(*) from transfer where state = 'received') as finished, (select count(*) from transfer_receipt) as receipts,
    (select sum(units) from transfer_receipt) as units,
    (select (count(*), max(changed_at))::varchar from exchange_rate) as rates, (select max(value) from setting where key = 'currency.home') as home
