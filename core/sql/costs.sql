-- grain: marketplace x sku known from stock or sales; the cost in force, unknown first. Money in the row's currency, lead time in days.
-- reads: stock_snapshot, sales_daily, product, sku_cost.
with known as (
    select marketplace, sku from stock_snapshot
    union
    select marketplace, sku from sales_daily
),

cost as (
    select marketplace, sku, unit_cost, first_mile_cost, currency, lead_time_days, safety_stock
    from sku_cost
    qualify row_number() over (partition by marketplace, sku order by valid_from desc, file_id desc nulls first, rowid desc) = 1
),

final as (
    select
        known.marketplace, known.sku, product.title,
        coalesce(own.unit_cost, everywhere.unit_cost)::double as unit_cost,
        coalesce(own.first_mile_cost, everywhere.first_mile_cost)::double as first_mile_cost,
        coalesce(own.currency, everywhere.currency) as currency,
        coalesce(own.lead_time_days, everywhere.lead_time_days) as lead_time_days,
        coalesce(own.safety_stock, everywhere.safety_stock) as safety_stock
    from known
    left join product on product.marketplace = known.marketplace and product.sku = known.sku
    left join cost as own on own.marketplace = known.marketplace and own.sku = known.sku
    left join cost as everywhere on everywhere.marketplace is null and everywhere.sku = known.sku
)

select * from final
order by unit_cost is not null, marketplace, sku
