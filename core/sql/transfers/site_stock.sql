-- grain: site x sku: what lies at sites that are no marketplace. reads: site_stock, site.
select site_stock.*, site.* exclude (site) from site_stock join site using (site) where units > 0 order by site, sku
