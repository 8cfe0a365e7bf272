-- grain: uploaded schedule, newest first. units: rows; starts_on: the first day of its rates. reads: fee_override.
with rate as (
    select override_id, unnest(from_json(schedule, '[{"effective_from": "varchar"}]'), recursive := true)
    from fee_override
),

span as (
    select override_id, count(*) as rows_loaded, min(effective_from)::date as starts_on
    from rate
    group by override_id
),

final as (
    select override_id, name, marketplace, fee, draft, starts_on, rows_loaded, uploaded_at
    from fee_override
    join span using (override_id)
)

select * from final order by override_id desc
