-- grain: the one row of what is said once for the whole file: by argument, by a constant of the mapping, by the sign beside its amounts.
create or replace temp table given as
select
    $file_id::bigint as file_id, $marketplace::varchar as marketplace, $currency::varchar as currency,
    $as_of::date as as_of, $period_start::date as period_start, $period_end::date as period_end, $at_day::date as at_day, $asin::varchar as asin
