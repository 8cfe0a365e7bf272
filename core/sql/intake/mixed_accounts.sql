-- grain: at most one row: several accounts or currencies in one file, which are kept apart. reads: kept.
with held as (
    select
        coalesce(string_agg(distinct coalesce(account_name, account), ', '), '–') as accounts, string_agg(distinct in_currency, ', ') as currencies,
        count(distinct coalesce(account, account_name)) as account_count, count(distinct in_currency) as currency_count
    from kept
)

select
    null::bigint as row_no, null::varchar as column_name, 'mixed_accounts' as code, null::varchar as value,
    {'accounts': accounts, 'currencies': currencies}::json as facts
from held
where account_count > 1 or currency_count > 1
