-- grain: one row: how many pairs of loaded order files share a marketplace and a day. reads: order_line
with spans as (
    select file_id, marketplace, min(day) as first_day, max(day) as last_day
    from order_line where list_contains($marketplaces, marketplace)
    group by file_id, marketplace
)
select count(*) from spans as one
join spans as other on one.marketplace = other.marketplace and one.file_id < other.file_id
    and one.first_day <= other.last_day and other.first_day <= one.last_day
