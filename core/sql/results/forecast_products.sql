-- grain: marketplace x sku of one run, worst first: what it is expected to sell in 13 weeks and what that does to its stock.
-- units; excess_13 and shortage_13: what is on hand and inbound, above or below the median and the safety stock, one of them, NULL of what
-- has just landed; lasts_on: day on which the median has sold both; days beyond 26 weeks and what has no sales data: NULL.
-- reads: run, run_health, run_risk, run_forecast.
with expected as (
    select
        health.*, as_of, level, money_at_stake, forecast.model, forecast.reason as model_reason,
        case
            when health.excess_units is not null
                then health.on_hand + coalesce(health.inbound, 0) - health.demand_13 - coalesce(health.safety_stock, 0)
        end as balance
    from run_health as health
    join run using (run_id)
    join run_risk using (run_id, marketplace, sku)
    left join run_forecast as forecast using (run_id, marketplace, sku)
    where run_id = $run_id
),

final as (
    select
        marketplace, sku, title, level, demand_13_p10, demand_13, demand_13_p90, velocity, stage, trend_week, on_hand, inbound, stockout_on,
        case when lasting_days <= 182 then as_of + floor(1e-6 + lasting_days)::integer end as lasts_on,
        case when balance >= 0 then balance end as excess_13,
        case when balance < 0 then -balance end as shortage_13,
        model, model_reason, money_at_stake
    from expected
)

select * exclude (money_at_stake) from final order by level desc, money_at_stake desc nulls last, marketplace, sku
