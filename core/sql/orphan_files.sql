-- grain: one number: canonical rows whose file is not (or no longer) a loaded one. Reads: import_file and the canonical tables.
with held as (
    select file_id from product_fact
    union all select file_id from order_line
    union all select file_id from sales_tidy
    union all select file_id from sales_customer
    union all select file_id from stock_snapshot
    union all select file_id from stock_age
    union all select file_id from surcharge_estimate
    union all select file_id from ledger_daily
    union all select file_id from fee_preview
    union all select file_id from fee_charged
    union all select file_id from traffic_period
    union all select file_id from settlement
    union all select file_id from settlement_line
    union all select file_id from ad_product
    union all select file_id from ad_search_term
    union all select file_id from ad_target
    union all select file_id from removal_line
    union all select file_id from competitor_snapshot
    union all select file_id from keyword_rank
    union all select file_id from traffic_day
    union all select file_id from niche_member
),

final as (
    select count(*) as orphans
    from held
    where file_id not in (select file_id from import_file where status = 'loaded')
)

select * from final
