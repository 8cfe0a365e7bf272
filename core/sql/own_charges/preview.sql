-- grain: marketplace x sku (all, or one): what Amazon expects to take of a sale, from the newest fee preview not more than a week after the day.
-- units: money per unit at `price`. The report has no date of its own: the day of its import stands for it. reads: fee_preview.
with newest as (
    select *
    from fee_preview
    where as_of <= $as_of + interval 7 day and ($sku is null or (sku = $sku and marketplace = $marketplace))
    qualify row_number() over (partition by marketplace, sku order by as_of desc, file_id desc) = 1
)

select
    marketplace, sku, least(as_of, $as_of::date) as on_day, price::double as preview_price,
    referral_fee::double as referral, fulfilment_fee::double as fulfilment, nullif(closing_fee, 0)::double as closing
from newest
