-- grain: marketplace x sku. units: money per unit in the row's currency.
-- reads: kept, given. The report has no date: the day given, else the day of the import.
select
    coalesce((select as_of from given), (select at_day from given)) as as_of, in_marketplace as marketplace, sku,
    price, referral_fee, fulfilment_fee, closing_fee, total_fee, in_currency as currency
from kept
