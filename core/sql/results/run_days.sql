-- grain: the newest run of each as-of day up to this run's, newest days first. reads: run.
with this as (
    select as_of from run where run_id = $run_id
)

select max(run_id) as run_id
from run
where as_of <= (from this) and (as_of < (from this) or run_id <= $run_id)
group by as_of
order by as_of desc
limit $runs
