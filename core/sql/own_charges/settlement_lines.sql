-- grain: line of a settlement, each settlement by its newest file, up to the day; `fee` by data/reports/settlement_fees.csv ('other': none fits).
-- units: money signed as Amazon signs it. reads: settlement_line, settlement_fee (registered).
create or replace temp view settled_line as
with newest_file as (
    select settlement_id, max(file_id) as file_id from settlement_line group by settlement_id
)

select line.*, coalesce(settlement_fee.fee, 'other') as fee
from settlement_line as line
join newest_file using (settlement_id, file_id)
left join settlement_fee
    on coalesce(settlement_fee.transaction_type, line.transaction_type) is not distinct from line.transaction_type
    and coalesce(settlement_fee.amount_type, line.amount_type) is not distinct from line.amount_type
    and coalesce(settlement_fee.amount_description, line.amount_description) is not distinct from line.amount_description
