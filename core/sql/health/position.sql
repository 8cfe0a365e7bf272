-- grain: marketplace x sku: the measured position of every SKU on $as_of; core/forecast adds what is expected, core/holding.py the fees.
-- units; money in the marketplace's currency; velocity in units a day; shares 0..1. Unknown is NULL.
-- reads: health_stock, health_demand, health_ledger, health_cohort, product, product_fact, sku_cost, stock_snapshot, import_file, surcharge_estimate.
create or replace temp table health_position as
with skus as (
    select marketplace, sku from health_stock
    union
    select marketplace, sku from health_demand where last_sale > $as_of - 365
),

cost as (
    select marketplace, sku, unit_cost, first_mile_cost, lead_time_days, safety_stock
    from sku_cost
    -- in force on the day; where nothing is, the first one known later
    qualify row_number() over (
        partition by marketplace, sku
        order by valid_from > $as_of, abs(date_diff('day', valid_from, $as_of)), file_id desc nulls first, rowid desc
    ) = 1
),

age as (
    select
        marketplace, sku, sum(units * age_days) / sum(units) as age_days,
        sum(units) filter (age_days > 180) as aged_181_units,
        sum(units) filter (age_days > 270) as aged_271_units,
        sum(units) filter (age_days > 365) as aged_366_units,
        max(age_days) as oldest_days
    from health_cohort
    group by marketplace, sku
),

-- the first snapshot that holds it, where an earlier complete one did not
first_files as (
    select stock.marketplace, min(stock.as_of) as day
    from stock_snapshot as stock
    join import_file using (file_id)
    where import_file.complete and stock.as_of <= $as_of
    group by stock.marketplace
),

first_seen as (
    select stock.marketplace, stock.sku, min(stock.as_of) as day
    from stock_snapshot as stock
    where stock.as_of <= $as_of and stock.available + coalesce(stock.fc_transfer, 0) + coalesce(stock.reserved_total, 0) > 0
    group by stock.marketplace, stock.sku
),

age_dates as (
    select marketplace, sku, arg_max(age_day, as_of) as age_day
    from stock_age
    where as_of <= $as_of
    group by marketplace, sku
),

snapshots as (
    select marketplace, sku, avg(on_hand) as average_on_hand
    from (
        select marketplace, sku, as_of, max(available + coalesce(fc_transfer, 0) + coalesce(reserved_total, 0)) as on_hand
        from stock_snapshot
        where as_of between $as_of - 90 and $as_of
        group by all
    )
    group by marketplace, sku
),

amazon as (
    select marketplace, sku, sum(amount)::double as amazon_surcharge_next
    from surcharge_estimate
    where as_of <= $as_of
    group by marketplace, sku, as_of, file_id
    qualify row_number() over (partition by marketplace, sku order by as_of desc, file_id desc) = 1
),

products as (
    select *, replace(regexp_replace(trim(product_group), '^gl_', ''), '_', ' ') as category_words
    from product
),

-- the season as reports said it by then: what a product is hardly changes, but a season that a later report names was not known
said as (
    select
        fact.marketplace, fact.sku, arg_max(fact.is_seasonal, fact.file_id) as flagged_seasonal,
        arg_max(fact.season_start, fact.file_id) as season_start, arg_max(fact.season_end, fact.file_id) as season_end
    from product_fact as fact
    join import_file using (file_id)
    where coalesce(import_file.snapshot_date, import_file.imported_at::date) <= $as_of
    group by fact.marketplace, fact.sku
),

known as (
    select marketplace, max(weeks_known) as weeks_known
    from health_demand
    group by marketplace
),

joined as (
    select
        skus.marketplace, skus.sku,
        product.asin, product.title, 
        -- Amazon writes one group as gl_home_improvement, Home Improvement, …: one word for each
        nullif(upper(category_words[1]) || lower(category_words[2:]), '') as category, product.unit_ft3, product.weight_lb,
        product.longest_in, product.median_in, product.shortest_in, product.size_tier,
        said.flagged_seasonal, said.season_start, said.season_end,
        stock.* exclude (marketplace, sku, source),
        demand.* exclude (marketplace, sku, weeks_known),
        known.weeks_known,
        coalesce(own.unit_cost, everywhere.unit_cost)::double as unit_cost,
        coalesce(own.first_mile_cost, everywhere.first_mile_cost)::double as first_mile_cost,
        coalesce(own.lead_time_days, everywhere.lead_time_days) as lead_time_days,
        coalesce(own.safety_stock, everywhere.safety_stock) as given_safety_stock,
        ledger.stockout_days_30, ledger.stockout_days_90,
        coalesce(ledger.average_on_hand, snapshots.average_on_hand, stock.on_hand) as average_on_hand,
        age.* exclude (marketplace, sku, oldest_days),
        case
            when first_seen.day is null and stock.inbound > 0 then 0  -- on its way for the first time
            else coalesce(age.oldest_days, case when first_seen.day > first_files.day then $as_of - first_seen.day end)
        end as landed_days,
        age_dates.age_day,
        amazon.amazon_surcharge_next
    from skus
    left join health_stock as stock using (marketplace, sku)
    left join health_demand as demand using (marketplace, sku)
    left join known using (marketplace)
    left join health_ledger as ledger using (marketplace, sku)
    left join products as product using (marketplace, sku)
    left join said using (marketplace, sku)
    left join cost as own using (marketplace, sku)
    left join cost as everywhere on everywhere.marketplace is null and everywhere.sku = skus.sku
    left join age using (marketplace, sku)
    left join first_files using (marketplace)
    left join first_seen using (marketplace, sku)
    left join age_dates using (marketplace, sku)
    left join snapshots using (marketplace, sku)
    left join amazon using (marketplace, sku)
),

measured as (
    select
        *,
        unit_cost + coalesce(first_mile_cost, 0) as landed_cost,
        case when demanded then coalesce(velocity, 0) end as pace,
        weekly_variance / nullif(weekly_mean, 0) as variance_to_mean,
        sqrt(weekly_variance) / nullif(weekly_mean, 0) as cv,
        -- all of it is new here, and no week of its sales is known: of the first one at least half must be (health_gap)
        demanded and coalesce(first_sale > $as_of - 3, true) and coalesce(landed_days < 7 * $stage_unsold_weeks, false) as just_landed,
        units_30 / nullif(30 - coalesce(stockout_days_30, 0), 0) as velocity_30,
        units_90 / nullif(90 - coalesce(stockout_days_90, 0), 0) as velocity_90
    from (select *, weeks_known is not null as demanded from joined)
),

ranked as (
    select
        *,
        sum(revenue_365) over (partition by marketplace order by revenue_365 desc nulls last, sku)
            - revenue_365 as revenue_before,
        sum(revenue_365) over (partition by marketplace) as revenue_all
    from measured
),

final as (
    select
        marketplace, sku, asin, title, category, currency, stock_as_of, price,
        on_hand, available, inbound, unfulfillable,
        unit_ft3, weight_lb, longest_in, median_in, shortest_in, size_tier,
        unit_cost, first_mile_cost, landed_cost, lead_time_days, given_safety_stock,
        case when demanded then coalesce(units_7, 0) end as units_7,
        case when demanded then coalesce(units_30, 0) end as units_30,
        case when demanded then coalesce(units_60, 0) end as units_60,
        case when demanded then coalesce(units_90, 0) end as units_90,
        case when demanded then coalesce(units_365, 0) end as units_365,
        revenue_90, stockout_days_30, stockout_days_90,
        case when demanded then coalesce(units_7, 0) / 7 end as velocity_7,
        case when demanded then coalesce(velocity_30, 0) end as velocity_30,
        case when demanded then coalesce(units_60, 0) / 60 end as velocity_60,
        case when demanded then coalesce(velocity_90, 0) end as velocity_90,
        pace as velocity, weekly_mean, weekly_variance, variance_to_mean,
        case when demanded then coalesce(units_90, 0) * 365 / 90 / nullif(average_on_hand, 0) end as turnover,
        case when demanded then coalesce(units_90, 0) / nullif(average_on_hand, 0) end as sell_through,
        on_hand / nullif(units_30, 0) as stock_to_sales,
        age_day, age_days, landed_days, just_landed, aged_181_units, aged_271_units, aged_366_units,
        case
            when not demanded or revenue_all is null then null
            when coalesce(revenue_365, 0) = 0 then 'C'
            when revenue_before < $abc_a_share * revenue_all then 'A'
            when revenue_before < $abc_b_share * revenue_all then 'B'
            else 'C'
        end as abc,
        case when cv is null then null when cv <= $xyz_x_cv then 'X' when cv <= $xyz_y_cv then 'Y' else 'Z' end as xyz,
        cv,
        weeks_since_first_sale, share_of_peak, flagged_seasonal, season_start, season_end, best_12_weeks,
        peak_weeks_ago,
        first_sale, last_sale,
        on_hand * landed_cost as stock_value, on_hand * price as list_value,
        amazon_cover_days, amazon_excess_units, amazon_storage_next_month, amazon_surcharge_next,
        days_supply_short, days_supply_long, low_inventory_exempt, block_0, block_1, block_2, weeks_known, average_on_hand
    from ranked
)

select * from final
