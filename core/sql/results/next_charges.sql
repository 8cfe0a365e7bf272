-- grain: marketplace of one run: the next charges on its stock. reads: run_health.
-- amazon_*: over the SKUs of which Amazon estimates next month; its storage contains the surcharges, so amazon_ours is our sum of both.
select
    marketplace, any_value(currency) as currency, max(surcharge_on) as surcharge_on,
    sum(surcharge_next) as surcharge, sum(storage_month) as storage_month,
    sum(surcharge_60d_units) as crossing_units, sum(surcharge_60d) as crossing_money,
    count(*) filter (surcharge_next > 0) as skus,
    count(*) filter (on_hand > 0 and surcharge_next is null) as unknown_skus,
    sum(amazon_surcharge_next) as amazon_surcharge, sum(amazon_storage_next_month) filter (storage_month + surcharge_next is not null) as amazon_storage,
    count(amazon_storage_next_month) filter (storage_month + surcharge_next is not null) as amazon_skus,
    sum(storage_month + surcharge_next) filter (amazon_storage_next_month is not null) as amazon_ours
from run_health
where run_id = $run_id
group by marketplace
order by marketplace
