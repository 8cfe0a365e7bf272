-- grain: marketplace x quarter (begin: the 91 days before, end: the 91 days up to $as_of): aged surcharge that Amazon charged. Money in the
-- marketplace's currency. reads: fee_charged.
with newest as (
    select marketplace, period_end, max(file_id) as file_id from fee_charged where kind = 'aged_surcharge' group by all
)

select
    marketplace, if(period_end > $as_of - 91, 'end', 'begin') as part, sum(amount)::double as surcharge_paid
from fee_charged
join newest using (marketplace, period_end, file_id)
where kind = 'aged_surcharge' and period_end > $as_of - 182 and period_end <= $as_of
group by marketplace, part
