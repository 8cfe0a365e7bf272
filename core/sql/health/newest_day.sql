-- grain: one row: newest day of stock, newest day of sales, and whether Amazon's own shipped units came with the stock.
-- reads: stock_snapshot, sales_daily.
select
    (select max(as_of) from stock_snapshot) as stock_day,
    (select max(day) from sales_daily) as sales_day,
    exists (select 1 from stock_snapshot where units_t90 is not null and as_of = (select max(as_of) from stock_snapshot)) as has_shipped
