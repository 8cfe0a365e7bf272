-- grain: business report period x marketplace x sku (its own rows, else those of its ASIN), with the middle one of the marketplace's products.
-- units: sessions, pieces; conversion: units a session, NULL without sessions. of a period that two files tell, the newest counts.
-- reads: traffic_period, product.
with newest as (
    select * from traffic_period
    where marketplace = $marketplace
    qualify file_id = max(file_id) over (partition by start_day, end_day)
),

each as (
    select start_day, end_day, coalesce(newest.sku, product.sku) as sku, sum(sessions) as sessions, sum(newest.units) as units
    from newest
    left join product on newest.sku is null and product.marketplace = newest.marketplace and product.asin = newest.asin
    group by all
),

final as (
    select
        start_day, end_day, sku, sessions::double as sessions, units::double as units, units / nullif(sessions, 0) as conversion,
        median(sessions) over (partition by start_day, end_day)::double as usual_sessions,
        median(units / nullif(sessions, 0)) over (partition by start_day, end_day) as usual_conversion
    from each
)

select * exclude (sku) from final where sku = $sku order by start_day
