-- grain: marketplace x sku: health_position with what the forecast says of the stock. units; days after $as_of; shares 0..1; NULL: no sales data.
-- safety stock: the seller's own, else the forecast's high quantile of the lead time less its median. Stage: the trend of half a year without
-- its season, confirmed by how the coming quarter compares with that half year (outlook_ratio); what has just landed is a launch,
-- and what of it is too much nobody knows yet (excess_units NULL). reads: health_position, expected.
create or replace temp table expected_position as
with joined as (
    select position.*, expected.* exclude (marketplace, sku)
    from health_position as position
    left join expected using (marketplace, sku)
),

final as (
    select
        * exclude (given_safety_stock, flagged_seasonal, season_start, season_end, best_12_weeks, season_best, outlook_ratio, demand_excess, safety_stock),
        coalesce(given_safety_stock, safety_stock) as safety_stock,
        case
            when given_safety_stock is not null then 'given' when safety_stock is null then null
            when lead_time_days is null then 'default' else 'forecast'
        end as safety_source,
        case when cover_days <= 182 then $as_of + floor(1e-6 + cover_days)::integer end as stockout_on,
        case
            when not just_landed then greatest(0, on_hand + coalesce(inbound, 0) - coalesce(demand_excess, 0))
        end as excess_units,
        case
            when velocity is null then null
            when just_landed then 'launch'
            when weeks_since_first_sale is null or (share_of_peak < $stage_end_share and units_30 = 0) then 'end_of_life'
            when weeks_since_first_sale <= $stage_launch_weeks and weeks_since_first_sale + 2 < weeks_known then 'launch'
            when trend_week >= $stage_trend_share and outlook_ratio >= 1 + $stage_outlook_share then 'growth'
            when trend_week <= -$stage_trend_share and outlook_ratio <= 1 - $stage_outlook_share then 'decline'
            else 'maturity'
        end as stage,
        coalesce(flagged_seasonal, false) or coalesce(season_best >= $season_peak_share, false) or (
            least(weeks_known, weeks_since_first_sale) >= 40 and units_365 >= 24 and best_12_weeks >= $season_peak_share * units_365
        ) as is_seasonal
    from joined
)

select * from final
