-- grain: marketplace x sku: the elasticity and the demand factor that the seller took over from reviews; a demand factor speaks for a quarter
-- after its last day of data: by then the forecast itself has seen as much. reads: lesson.
with newest as (
    select *
    from lesson
    where state = 'accepted' and sku is not null
    qualify lesson_id = max(lesson_id) over (partition by kind, marketplace, sku)
)

select
    marketplace, sku,
    max(after) filter (kind = 'elasticity') as elasticity, max(after_sd) filter (kind = 'elasticity') as elasticity_sd,
    max(after) filter (kind = 'demand_factor' and $as_of <= learned_on + 91) as demand_factor
from newest
group by marketplace, sku
