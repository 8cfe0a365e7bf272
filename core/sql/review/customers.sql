-- grain: one row: who bought a SKU on the days. new: the customer's first purchase of anything in this marketplace lies in them.
-- Where files overlap, the newest that names customers speaks for a day. known_from: the first day of which customers are known.
-- reads: sales_customer.
with spoken as (
    select * from sales_customer
    where marketplace = $marketplace
    qualify file_id = max(file_id) over (partition by day, sku)
),

first_seen as (
    select customer, min(day) as first_day from spoken group by customer
),

bought as (
    select spoken.customer, spoken.units, first_seen.first_day >= $first_day as is_new
    from spoken join first_seen using (customer)
    where sku = $sku and day between $first_day and $last_day
)

select
    count(distinct customer) filter (is_new) as new_customers, coalesce(sum(units) filter (is_new), 0)::bigint as new_units,
    count(distinct customer) filter (not is_new) as returning_customers, coalesce(sum(units) filter (not is_new), 0)::bigint as returning_units,
    (select min(day) from spoken) as known_from
from bought
