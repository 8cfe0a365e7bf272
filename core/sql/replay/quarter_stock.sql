-- grain: marketplace x end of the quarter (begin, end): the newest run on or before $as_of, and the oldest one of the 13 weeks before it.
-- turnover: units of 90 days at cost, a year, over stock at cost (times a year); stale_share: stock older than 180 days, of all at cost;
-- at_risk_share: stock at level 2 and above, of all at cost. NULL: costs unknown. reads: run, run_health, run_risk.
with last_run as (
    select max(as_of) as day from run where as_of <= $as_of
),

ends as (
    select 'end' as part, max(run_id) as run_id from run where as_of = (from last_run)
    union all
    select 'begin' as part, min_by(run_id, (as_of, -run_id)) as run_id
    from run
    where as_of between (from last_run) - 91 and (from last_run) - 7
)

select
    health.marketplace, ends.part, run.as_of, any_value(health.currency) as currency,
    sum(health.units_90 * health.landed_cost) * 365 / 90 / nullif(sum(health.stock_value), 0) as turnover,
    sum(health.aged_181_units * health.landed_cost) / nullif(sum(health.stock_value), 0) as stale_share,
    coalesce(sum(health.stock_value) filter (risk.level >= 2), 0) / nullif(sum(health.stock_value), 0) as at_risk_share,
    sum(health.stock_value) as stock_value
from ends
join run using (run_id)
join run_health as health using (run_id)
join run_risk as risk using (run_id, marketplace, sku)
group by health.marketplace, ends.part, run.as_of
order by health.marketplace, ends.part
