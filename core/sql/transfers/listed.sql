-- grain: move that was drafted or accepted, newest first, with what came of it by $on_day. late_days: days past the day it should have left or been received.
-- reads: transfer, transfer_receipt.
with received as (
    select transfer_id, sum(units) as received_units, max(received_on) as received_on from transfer_receipt group by transfer_id
),

joined as (
    select transfer.*, coalesce(received_units, 0) as received_units, received_on, shipped_on + lead_days as due_on
    from transfer left join received using (transfer_id)
)

select
    *,
    case
        when state = 'accepted' and ship_by < $on_day then 'not_shipped'
        when state = 'shipped' and due_on < $on_day and received_units < shipped_units then 'late'
        when state = 'received' and received_units < shipped_units then 'lost'
        when state = 'received' and received_units > shipped_units then 'more'
    end as exception,
    case
        when state = 'accepted' then greatest(0, $on_day - ship_by)
        when state = 'shipped' then greatest(0, $on_day - due_on)
        else greatest(0, received_on - due_on)
    end as late_days
from joined
order by decided_at desc, transfer_id desc
