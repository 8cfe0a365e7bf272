-- grain: marketplace x sku x as_of x fee x period that touches the weeks reviewed: what Amazon charged for keeping the stock.
-- units: money; of several files that tell a period the newest counts. reads: review_keys (temporary), fee_charged.
with newest as (
    select *
    from fee_charged
    where sku is not null and kind in ('storage', 'aged_surcharge')
    qualify file_id = max(file_id) over (partition by marketplace, sku, kind, period_start)
)

select
    keys.marketplace, keys.sku, keys.as_of, newest.kind as fee, newest.period_start, newest.period_end, sum(newest.amount)::double as amount
from review_keys as keys
join newest on newest.marketplace = keys.marketplace and newest.sku = keys.sku
    and newest.period_end > keys.as_of and newest.period_start <= (keys.as_of + (7 * keys.weeks)::integer)
group by all
order by all
