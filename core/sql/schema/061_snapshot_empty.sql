-- grain: marketplace x sku x day that stock reports say was without stock: days after one report and up to the next, at most 14 days later,
-- where both show nothing on hand and nothing sold in between. Only days of which no ledger tells. known_on: day of the later report; who
-- looks back from an earlier day leaves later ones out. One SKU is answered without a look at the others.
-- reads: stock_snapshot, sales_daily, ledger_daily.
create view snapshot_empty_day as
with reported as (
    select marketplace, sku, as_of as day, max(available + coalesce(fc_transfer, 0) + coalesce(reserved_total, 0)) as on_hand
    from stock_snapshot
    group by all
),

pairs as (
    select
        marketplace, sku, day, on_hand, lead(day) over later as next_day, lead(on_hand) over later as next_on_hand
    from reported
    window later as (partition by marketplace, sku order by day)
),

empty as (
    select pairs.marketplace, pairs.sku, pairs.day as after, pairs.next_day as known_on, count(sales.day) as days_sold
    from pairs
    left join sales_daily as sales
        on sales.marketplace = pairs.marketplace and sales.sku = pairs.sku and sales.channel = 'FBA' and sales.units > 0
        and sales.day > pairs.day and sales.day <= pairs.next_day
    where pairs.on_hand <= 0 and pairs.next_on_hand <= 0 and pairs.next_day - pairs.day <= 14
    group by all
),

days as (
    select marketplace, sku, known_on, unnest(generate_series(after + 1, known_on, interval 1 day))::date as day
    from empty
    where days_sold = 0
),

covered as (
    select marketplace, min(day) as first_day, max(day) as last_day from ledger_daily group by marketplace
)

select days.marketplace, days.sku, days.day, days.known_on
from days
left join covered using (marketplace)
where covered.first_day is null or days.day not between covered.first_day and covered.last_day;
