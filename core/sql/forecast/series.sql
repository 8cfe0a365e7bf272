-- grain: marketplace x sku with a position: what the panel knows of it; since: weeks from its first sale to the day of the run, NULL before any.
-- reads: health_position.
select marketplace, sku, category, weeks_known, weeks_since_first_sale as since
from health_position
where velocity is not null
order by marketplace, sku
