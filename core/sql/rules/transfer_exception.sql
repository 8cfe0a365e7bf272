-- grain: marketplace x sku to which accepted moves are late, lost or different from what was sent, as known on $as_of.
-- late: should have left before, or left and is past its days on the way. reads: position, transfer, transfer_receipt.
with received as (
    select transfer_id, sum(units) as received_units, max(received_on) as received_on
    from transfer_receipt
    where received_on <= $as_of
    group by transfer_id
),

known as (
    select
        transfer.to_site as marketplace, transfer.to_sku as sku, coalesce(shipped_units, 0) as sent, coalesce(received_units, 0) as came,
        case
            when state = 'accepted' then $as_of - ship_by
            when coalesce(received_units, 0) < shipped_units then $as_of - (shipped_on + lead_days)
            else received_on - (shipped_on + lead_days)
        end as days_over,
        state
    from transfer
    left join received using (transfer_id)
    where decided_at::date <= $as_of and state <> 'cancelled' and (shipped_on is null or shipped_on <= $as_of)
),

wrong as (
    select *
    from known
    where (state in ('accepted', 'shipped') and days_over > 0) or (state = 'received' and came <> sent)
),

by_sku as (
    select marketplace, sku, count(*) as moves, sum(sent) as sent, sum(came) as came, greatest(0, max(days_over)) as days_over
    from wrong
    group by marketplace, sku
)

select marketplace, sku, 1 as level, to_json({moves: moves, sent: sent, came: came, late_days: days_over}) as facts
from by_sku
semi join position using (marketplace, sku)
