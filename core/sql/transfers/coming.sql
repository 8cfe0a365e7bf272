-- grain: site x SKU that moves are to reach which have not left yet, drafted or accepted. units: pieces. from_sites: names, by comma.
-- reads: transfer.
select
    to_site as marketplace, to_sku as sku, sum(units)::double as coming_units, string_agg(distinct from_site, ', ' order by from_site) as from_sites
from transfer
where state in ('drafted', 'accepted')
group by to_site, to_sku
order by to_site, to_sku
