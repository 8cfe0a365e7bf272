-- grain: marketplace x sku of a run with a forecast: stock, demand, lead time, class, what clearing says, and the seller's own settings.
-- oldest_days: age of the oldest unit; season_end: as the report said; frozen, lifted: purchases are frozen now, or that was lifted by hand
-- (core/alerts/freeze.py); keyword_share: by which share a keyword says that sales will change by keyword_due_on, NULL where none does;
-- usual_price: the middle one of the last $usual_weeks; pace_price: at which the pace was sold, each week weighing $kept of the next as in the
-- smoothed level.
-- reads: run, run_health, run_forecast, run_risk, run_option, run_cohort, run_keyword_lead, sales_daily, product, restock_setting,
-- purchase_freeze.
with oldest as (
    select marketplace, sku, max(age_days) as oldest_days from run_cohort where run_id = $run_id and units >= 1 group by marketplace, sku
),

held as (
    select marketplace, sku, bool_or(lifted_at is null) as frozen, bool_or(lifted_by = 'hand') as lifted
    from purchase_freeze
    where lifted_at is null or lifted_by = 'hand'
    group by marketplace, sku
),

week_price as (
    select
        sales.marketplace, sales.sku, (run.as_of - sales.day) // 7 as back,
        median((sales.gross_sales - coalesce(sales.promo_discount, 0)) / sales.units) as price
    from run
    join sales_daily as sales on sales.day <= run.as_of and sales.day > run.as_of - 7 * $usual_weeks
    where run.run_id = $run_id and sales.channel = 'FBA' and sales.units > 0 and sales.gross_sales > 0
    group by all
),

price as (
    select marketplace, sku, median(price) as usual_price, sum(price * $kept ** back) / sum($kept ** back) as pace_price
    from week_price
    group by marketplace, sku
)

select
    health.* exclude (run_id, safety_stock), health.safety_stock as run_safety_stock,
    forecast.mean as demand_path, forecast.cum_p10, forecast.cum_p50, forecast.cum_p90,
    risk.level, risk.best_option, risk.best_value, coalesce(held.frozen, false) as frozen, coalesce(held.lifted, false) as lifted,
    single.weeks_to_clear, oldest.oldest_days, product.season_end,
    lead.keyword, lead.expected as keyword_share, lead.due_on as keyword_due_on,
    price.usual_price, price.pace_price,
    setting.service, setting.safety_stock, setting.minimum_order, setting.case_pack, setting.capacity_units, setting.successor
from run_health as health
join run_forecast as forecast using (run_id, marketplace, sku)
left join run_risk as risk using (run_id, marketplace, sku)
left join run_option as single
    on single.run_id = health.run_id and single.marketplace = health.marketplace and single.sku = health.sku
    and single.option = 'best_single_price'
left join held on held.marketplace = health.marketplace and held.sku = health.sku
left join oldest on oldest.marketplace = health.marketplace and oldest.sku = health.sku
left join product on product.marketplace = health.marketplace and product.sku = health.sku
left join run_keyword_lead as lead on lead.run_id = health.run_id and lead.marketplace = health.marketplace and lead.sku = health.sku
left join price on price.marketplace = health.marketplace and price.sku = health.sku
left join restock_setting as setting on setting.marketplace = health.marketplace and setting.sku = health.sku
where health.run_id = $run_id and health.on_hand is not null
order by health.marketplace, health.sku
