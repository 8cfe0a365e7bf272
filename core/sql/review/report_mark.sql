-- grain: one row that changes when a move between sites comes in. reads: transfer, transfer_receipt.
select
    (select count(*) from transfer where state = 'received') as finished, (select count(*) from transfer_receipt) as receipts,
    (select sum(units) from transfer_receipt) as units
