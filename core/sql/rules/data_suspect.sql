-- grain: marketplace x sku whose stock figures wait in quarantine: alerts on that data are frozen, and said so.
-- reads: position, import_file.
with waiting as (
    select marketplace, count(*) as files, max(snapshot_date) as newest
    from import_file
    where status = 'quarantined' and coalesce(snapshot_date, $as_of) >= $as_of - 30
    group by marketplace
)

select
    position.marketplace, position.sku, 1 as level,
    to_json({files: waiting.files, waiting_day: waiting.newest, used_day: position.stock_as_of}) as facts
from position
join waiting using (marketplace)
where position.on_hand > 0 and waiting.newest > position.stock_as_of
