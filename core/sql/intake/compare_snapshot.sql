-- grain: marketplace of the file in hand, beside the last complete snapshot of the same source. units: rows, SKUs.
-- reads: kept (rows in hand), stock_snapshot, import_file
with now as (
    select in_marketplace as marketplace, max(as_of) as day, count(*) as rows
    from kept group by in_marketplace
),
complete as (
    select stock_snapshot.* from stock_snapshot
    join import_file using (file_id)
    where stock_snapshot.source = $source and import_file.complete and import_file.status = 'loaded'
        and stock_snapshot.file_id <> (select file_id from given)
),
last_file as (
    select marketplace, arg_max(file_id, (as_of, file_id)) as file_id from complete group by marketplace
),
last as (
    select
        marketplace, max(as_of) as day, count(*) as rows,
        count(*) filter (available > 0) as stocked,
        count(*) filter (available > 0 and (marketplace, sku) not in (select (in_marketplace, sku) from kept)) as gone
    from complete join last_file using (marketplace, file_id)
    group by marketplace
)
select now.marketplace, now.day, now.rows, last.day, last.rows, last.stocked, last.gone
from now join last on last.marketplace = now.marketplace
order by now.marketplace
