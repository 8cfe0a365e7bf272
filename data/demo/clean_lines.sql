-- Cleaned invoice lines of the shop's year, cancellations netted against the sale they belong to.
-- grain: one row per sold line (line_id in order of time); cancelled = the same customer gave all of it back
-- units: quantity as invoiced (wholesale packs), unit_price in GBP
-- reads: invoice_line (the source as it is)

create temp table kept_line as
with known as (
    select
        invoice, upper(trim(stock_code)) as code, trim(description) as description, quantity, unit_price, customer_id,
        invoice_date as sold_at, starts_with(invoice, 'C') as is_cancellation,
        regexp_matches(trim(stock_code), '^[0-9]{5}') as is_product
    from invoice_line
    where invoice_date >= timestamp '2009-12-01' and invoice_date < timestamp '2010-11-23'
)
select *, row_number() over (order by sold_at, invoice, code, quantity, unit_price, description, customer_id) as line_id
from known;

create temp table retail_line as
with sold as (
    select * from kept_line where is_product and not is_cancellation and quantity > 0 and unit_price > 0
),
given_back as (
    select customer_id, code, sold_at, -quantity as quantity
    from kept_line
    where is_product and is_cancellation and quantity < 0 and customer_id is not null
),
one_a_moment as (
    select customer_id, code, sold_at, max_by(line_id, (quantity, line_id)) as line_id
    from sold
    where customer_id is not null
    group by customer_id, code, sold_at
),
sale_of_each as (
    select before.line_id, given_back.quantity
    from given_back asof join one_a_moment as before
        on given_back.customer_id = before.customer_id and given_back.code = before.code and given_back.sold_at >= before.sold_at
),
netted as (
    select line_id, sum(quantity) as quantity from sale_of_each group by line_id
)
select
    sold.line_id, sold.invoice::integer as invoice, sold.code, sold.description, sold.sold_at, sold.unit_price,
    sold.quantity, greatest(sold.quantity - coalesce(netted.quantity, 0), 0) as kept_quantity
from sold left join netted using (line_id);

create temp table cleaning as
select 'lines in the period' as what, count(*) as lines from kept_line
union all select 'no product code (postage, fees, samples)', count(*) from kept_line where not is_product
union all select 'cancellations', count(*) from kept_line where is_product and is_cancellation
union all select 'stock corrections and lines without a price', count(*) from kept_line
    where is_product and not is_cancellation and not (quantity > 0 and unit_price > 0)
union all select 'sold lines', count(*) from retail_line
union all select 'sold lines fully given back', count(*) from retail_line where kept_quantity = 0;
