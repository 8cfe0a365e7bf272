-- grain: settlement whose lines do not add up to its total, or that has no total: code, value (the difference), facts (json).
-- reads: typed: every line of the file, also those that are refused or set aside.
with summed as (
    select settlement_id, any_value(total) as total, coalesce(sum(amount), 0) as lines, any_value(in_currency) filter (total is not null) as currency
    from typed
    where settlement_id is not null
    group by settlement_id
)

select
    case when total is null then 'settlement_no_total' else 'settlement_differs' end as code,
    printf('%.2f', lines - total) as value,
    {
        'settlement': settlement_id, 'total': printf('%.2f', total), 'lines': printf('%.2f', lines), 'currency': coalesce(currency, '')
    }::json as facts
from summed
where total is null or round(lines, 2) <> round(total, 2)
order by settlement_id
