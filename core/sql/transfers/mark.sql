-- grain: one row that changes when anything the seller said of sites, lanes, stock elsewhere, SKUs or exchange rates changes.
-- reads: site, lane, site_stock, sku_match, exchange_rate.
select
    (select (count(*), max(changed_at)) from site)::varchar as sites, (select (count(*), max(changed_at)) from lane)::varchar as lanes,
    (select (count(*), sum(units), max(as_of)) from site_stock)::varchar as stock,
    (select bit_xor(hash(marketplace, sku, product)) from sku_match)::varchar as matches,
    (select (count(*), sum(rate)) from exchange_rate)::varchar as rates
