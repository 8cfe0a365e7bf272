-- grain: month x marketplace x sku x fnsku x kind of fee x size tier, added up over fulfilment centres. units: pieces (a month's mean), cubic feet, money.
-- reads: kept. Where storage and utilisation surcharge are not told apart, the whole fee is storage.
with split as (
    select
        month, in_marketplace as marketplace, sku, fnsku, size_tier as tier, in_currency as currency, units,
        in_cubic_feet(volume, volume_unit) as ft3,
        unnest([
            {'kind': 'storage', 'rate': rate, 'amount': coalesce(base_fee, fee - coalesce(utilisation_fee, 0))},
            {'kind': 'utilisation', 'rate': utilisation_rate, 'amount': utilisation_fee}
        ], recursive := true)
    from kept
)
select
    month as period_start, last_day(month) as period_end, marketplace, sku, fnsku, kind, tier,
    sum(units) as units, sum(ft3) as ft3, max(rate) as rate, sum(amount) as amount, any_value(currency) as currency
from split
where amount is not null and (kind = 'storage' or amount <> 0)
group by month, marketplace, sku, fnsku, kind, tier
