-- grain: marketplace x sku: the stock in force on $as_of. units; money in the row's currency.
-- The newest complete file of each source speaks for its marketplace; a later partial file overrides only the SKUs it holds.
-- A SKU in several sources: the newest day wins, planning before manage before restock before tidy on the same day.
-- reads: import_file, stock_snapshot.
create or replace temp table health_stock as
with usable as (
    select stock_snapshot.*, import_file.complete
    from stock_snapshot
    join import_file using (file_id)
    where stock_snapshot.as_of <= $as_of
),

newest as (
    select marketplace, source, max((as_of, file_id)) filter (complete) as latest
    from usable
    group by marketplace, source
),

in_force as (
    select usable.*
    from usable
    join newest using (marketplace, source)
    where newest.latest is null or (usable.as_of, usable.file_id) >= newest.latest
),

chosen as (
    select *
    from in_force
    qualify row_number() over (
        partition by marketplace, sku
        order by as_of desc, array_position(['planning', 'manage', 'restock', 'tidy'], source), file_id desc
    ) = 1
),

final as (
    select
        marketplace, sku, source, as_of as stock_as_of, currency,
        coalesce(nullif(sale_price, 0), nullif(price, 0), nullif(featured_price, 0))::double as price,
        available,
        available + coalesce(fc_transfer, 0) + coalesce(reserved_total, 0) as on_hand,
        coalesce(inbound_working, 0) + coalesce(inbound_shipped, 0) + coalesce(inbound_receiving, 0) as inbound,
        unfulfillable,
        amazon_cover_days, amazon_excess_units,
        est_storage_next_month::double as amazon_storage_next_month,
        days_supply_short, days_supply_long, low_inventory_exempt
    from chosen
)

select * from final
