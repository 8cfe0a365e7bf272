-- grain: snapshot day x marketplace x sku x age tier. units: pieces, cubic feet, money in the row's currency; cost positive.
-- reads: kept. Until 2021 one row held the 6-month and the 12-month fee side by side; a blank quantity stays unknown.
with split as (
    select
        day, in_marketplace as marketplace, sku, fnsku, in_currency as currency, rate, in_cubic_feet(item_volume, volume_unit) as unit_ft3,
        unnest([
            {'tier': tier, 'units': units, 'amount': amount},
            {'tier': '6 months', 'units': units_6_months, 'amount': amount_6_months},
            {'tier': '12 months', 'units': units_12_months, 'amount': amount_12_months}
        ], recursive := true)
    from kept
)
select
    day as period_start, day as period_end, marketplace, sku, fnsku, 'aged_surcharge' as kind, tier,
    units, units * unit_ft3 as ft3, rate, amount, currency
from split
where amount is not null or units is not null
