-- grain: site x role (sends | receives): how the finished moves from it or to it did; columns as lane_results. reads: transfer, transfer_receipt.
with received as (
    select transfer_id, sum(units) as received_units, max(received_on) as received_on from transfer_receipt group by transfer_id
),

ends as (
    select unnest([from_site, to_site]) as site, unnest(['sends', 'receives']) as role, transfer.*, received_units, received_on
    from transfer left join received using (transfer_id)
    where state = 'received'
)

select
    site, role, currency, count(*) as moves, sum(shipped_units) as shipped_units, sum(coalesce(received_units, 0)) as received_units,
    sum(coalesce(received_units, 0)) / nullif(sum(shipped_units), 0) as fill_rate, avg(received_on - shipped_on) as days,
    avg(lead_days) as lead_days, sum(benefit * least(1, coalesce(received_units, 0) / units)) as benefit
from ends
group by site, role, currency
order by site, role desc, currency
