-- grain: marketplace x sku x age band, bands that do not overlap; age_to NULL: open. units: pieces; ages in days.
-- reads: kept. 0-90 only where the three bands inside it are missing; 365-plus only where 366-455 and 456-plus are. 181-330 and 331-365 repeat others.
with banded as (
    select
        as_of, coalesce(age_day, as_of) as age_day, in_marketplace as marketplace, sku,
        unnest([
            {'age_from': 0, 'age_to': 90, 'units': case when coalesce(age_0_30, age_31_60, age_61_90) is null then age_0_90 end},
            {'age_from': 0, 'age_to': 30, 'units': age_0_30},
            {'age_from': 31, 'age_to': 60, 'units': age_31_60},
            {'age_from': 61, 'age_to': 90, 'units': age_61_90},
            {'age_from': 91, 'age_to': 180, 'units': age_91_180},
            {'age_from': 181, 'age_to': 270, 'units': age_181_270},
            {'age_from': 271, 'age_to': 365, 'units': age_271_365},
            {'age_from': 366, 'age_to': null, 'units': case when coalesce(age_366_455, age_456_plus) is null then age_365_plus end},
            {'age_from': 366, 'age_to': 455, 'units': age_366_455},
            {'age_from': 456, 'age_to': null, 'units': age_456_plus}
        ], recursive := true)
    from kept
)
select as_of, age_day, marketplace, sku, age_from, age_to, units from banded where units is not null
