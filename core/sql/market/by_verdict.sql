-- grain: marketplace x verdict over the SKUs at risk (level 2 and 3): how many, and the capital in them; no_files: no market file names them.
-- units: money in the marketplace's currency; capital counts those with a known cost; share: of the marketplace's, 0..1. reads: run_health, run_risk, run_market.
select
    health.marketplace, any_value(health.currency) as currency, coalesce(market.verdict, 'no_files') as verdict, count(*) as skus,
    sum(health.stock_value) as capital, sum(health.stock_value) / nullif(sum(sum(health.stock_value)) over (partition by health.marketplace), 0) as share
from run_health as health
join run_risk as risk using (run_id, marketplace, sku)
left join run_market as market using (run_id, marketplace, sku)
where health.run_id = $run_id and risk.level >= 2
group by health.marketplace, verdict
order by health.marketplace, capital desc nulls last
