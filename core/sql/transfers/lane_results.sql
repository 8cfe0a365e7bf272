-- grain: from x to: how its finished moves did. fill_rate: units received over shipped; days: from leaving to the last receipt.
-- reads: transfer, transfer_receipt.
with received as (
    select transfer_id, sum(units) as received_units, max(received_on) as received_on from transfer_receipt group by transfer_id
)

select
    from_site, to_site, currency, count(*) as moves, sum(shipped_units) as shipped_units, sum(coalesce(received_units, 0)) as received_units,
    sum(coalesce(received_units, 0)) / nullif(sum(shipped_units), 0) as fill_rate, avg(received_on - shipped_on) as days,
    avg(lead_days) as lead_days, sum(benefit * least(1, coalesce(received_units, 0) / units)) as benefit
from transfer left join received using (transfer_id)
where state = 'received'
group by from_site, to_site, currency
order by from_site, to_site
