-- grain: marketplace x category with 8 SKUs in stock or more: the category's own medians, the lines of both matrices inside it.
-- reads: run_health.
select
    marketplace, category,
    median(turnover) as turnover_limit, median(stock_value) as value_limit,
    median(age_days) as age_limit, median(cover_days) as cover_limit
from run_health
where run_id = $run_id and on_hand > 0
group by marketplace, category
having count(*) >= 8
order by marketplace, category
