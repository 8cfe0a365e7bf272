-- grain: marketplace x sku x week of what is reviewed: the 7 days after as_of + 7 · week. units by FBA, units_own by the seller's own shipping;
-- sales: money before promotions, promo: taken off by them (FBA); price: what most order lines paid for one piece after promotions, else the
-- usual price of the days, NULL unknown; orders: NULL unknown; known: every day of the week is covered by a file or has sales somewhere;
-- received, removed, disposed, lost (other changes) units of the ledger, ledger: there is one; on_hand: a report's, at the end of the week.
-- reads: review_keys, review_covered (both temporary), sales_daily, order_line, ledger_daily, stock_snapshot.
with weeks as (
    select marketplace, sku, as_of, week, (as_of + (7 * week + 1)::integer) as first_day, (as_of + (7 * week + 7)::integer) as last_day
    from (select *, unnest(range(weeks))::integer as week from review_keys)
),

covered as (
    select weeks.marketplace, weeks.sku, weeks.as_of, weeks.week, count(covered.day) = 7 as known
    from weeks
    left join review_covered as covered
        on covered.marketplace = weeks.marketplace and covered.day between weeks.first_day and weeks.last_day
    group by all
),

sold as (
    select
        weeks.marketplace, weeks.sku, weeks.as_of, weeks.week,
        coalesce(sum(units) filter (channel = 'FBA'), 0) as units, coalesce(sum(units) filter (channel <> 'FBA'), 0) as units_own,
        sum(orders) filter (channel = 'FBA') as orders,
        sum(gross_sales) filter (channel = 'FBA') as sales, coalesce(sum(promo_discount) filter (channel = 'FBA'), 0) as promo,
        sum(gross_sales - coalesce(promo_discount, 0)) filter (channel <> 'FBA') as sales_own,
        coalesce(sum(units) filter (channel = 'FBA' and gross_sales is null), 0) as unpriced,
        median((gross_sales - coalesce(promo_discount, 0)) / units) filter (channel = 'FBA' and units > 0) as usual
    from weeks
    join sales_daily as sales
        on sales.marketplace = weeks.marketplace and sales.sku = weeks.sku and sales.day between weeks.first_day and weeks.last_day
    group by all
),

lines as (
    select weeks.marketplace, weeks.sku, weeks.as_of, weeks.week, round((gross_sales - coalesce(promo_discount, 0)) / units, 2) as price
    from weeks
    join order_line as line
        on line.marketplace = weeks.marketplace and line.sku = weeks.sku and line.day between weeks.first_day and weeks.last_day
    where channel = 'FBA' and status <> 'cancelled' and units > 0 and gross_sales > 0
    qualify order_id is null or file_id = max(file_id) over (partition by weeks.marketplace, weeks.as_of, order_id, weeks.sku)
),

frequent as (
    select marketplace, sku, as_of, week, arg_max(price, (lines, price)) as frequent
    from (select *, count(*) as lines from lines where price > 0 group by marketplace, sku, as_of, week, price)
    group by marketplace, sku, as_of, week
),

newest as (
    select marketplace, day, max(file_id) as file_id from ledger_daily group by all
),

moved as (
    select
        weeks.marketplace, weeks.sku, weeks.as_of, weeks.week,
        sum(receipts) as received, -sum(coalesce(vendor_returns, 0)) as removed, -sum(coalesce(disposed, 0)) as disposed,
        -sum(coalesce(lost, 0) + coalesce(found, 0) + coalesce(damaged, 0) + coalesce(other, 0) + coalesce(unknown, 0) + coalesce(returns, 0)
            + coalesce(transfers, 0)) as lost
    from weeks
    join ledger_daily as ledger
        on ledger.marketplace = weeks.marketplace and ledger.sku = weeks.sku and ledger.day between weeks.first_day and weeks.last_day
    join newest on newest.marketplace = ledger.marketplace and newest.day = ledger.day and newest.file_id = ledger.file_id
    where upper(ledger.disposition) = 'SELLABLE'
    group by all
),

counted as (
    select weeks.marketplace, weeks.sku, weeks.as_of, weeks.week,
        arg_max(available + coalesce(fc_transfer, 0) + coalesce(reserved_total, 0), (stock.as_of, source = 'planning', file_id)) as on_hand
    from weeks
    join stock_snapshot as stock on stock.marketplace = weeks.marketplace and stock.sku = weeks.sku and stock.as_of = weeks.last_day
    group by all
),

final as (
    select
        weeks.*, covered.known, coalesce(sold.units, 0)::double as units, coalesce(sold.units_own, 0)::double as units_own,
        sold.orders::double as orders, sold.sales::double as sales, coalesce(sold.promo, 0)::double as promo,
        sold.sales_own::double as sales_own, coalesce(sold.unpriced, 0)::double as unpriced,
        coalesce(frequent.frequent, sold.usual)::double as price,
        greatest(0, coalesce(moved.received, 0))::double as received, greatest(0, coalesce(moved.removed, 0))::double as removed,
        greatest(0, coalesce(moved.disposed, 0))::double as disposed, coalesce(moved.lost, 0)::double as lost,
        moved.sku is not null as ledger, counted.on_hand::double as on_hand
    from weeks
    join covered using (marketplace, sku, as_of, week)
    left join sold using (marketplace, sku, as_of, week)
    left join frequent using (marketplace, sku, as_of, week)
    left join moved using (marketplace, sku, as_of, week)
    left join counted using (marketplace, sku, as_of, week)
)

select * from final order by marketplace, sku, as_of, week
