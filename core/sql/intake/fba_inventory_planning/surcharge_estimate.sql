-- grain: marketplace x sku x surcharge band: what Amazon expects to charge. units: pieces, money in the row's currency, ages in days.
-- reads: kept. A blank cell means that nothing is due.
with banded as (
    select
        as_of, in_marketplace as marketplace, sku, in_currency as currency,
        unnest([
            {'age_from': 181, 'age_to': 210, 'units': charged_181_210, 'amount': surcharge_181_210},
            {'age_from': 211, 'age_to': 240, 'units': charged_211_240, 'amount': surcharge_211_240},
            {'age_from': 241, 'age_to': 270, 'units': charged_241_270, 'amount': surcharge_241_270},
            {'age_from': 271, 'age_to': 300, 'units': charged_271_300, 'amount': surcharge_271_300},
            {'age_from': 301, 'age_to': 330, 'units': charged_301_330, 'amount': surcharge_301_330},
            {'age_from': 331, 'age_to': 365, 'units': charged_331_365, 'amount': surcharge_331_365},
            {'age_from': 366, 'age_to': null, 'units': charged_365_plus, 'amount': surcharge_365_plus},
            {'age_from': 366, 'age_to': 455, 'units': charged_366_455, 'amount': surcharge_366_455},
            {'age_from': 456, 'age_to': null, 'units': charged_456_plus, 'amount': surcharge_456_plus}
        ], recursive := true)
    from kept
)
select as_of, marketplace, sku, age_from, age_to, units, amount, currency from banded where units is not null or amount is not null
