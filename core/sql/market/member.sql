-- grain: marketplace x niche x our sku in it, with its ASIN. The seller's own niches; a SKU that is in none is a niche by itself (named by the
-- SKU, is_given false) where a market file shows whom it competes with. reads: niche, product, competitor_snapshot.
create or replace temp table market_member as
with given as (
    select niche.marketplace, niche.niche, niche.value as sku, product.asin, true as is_given
    from niche
    left join product on product.marketplace = niche.marketplace and product.sku = niche.value
    where what = 'sku'
),

seen as (
    select distinct product.marketplace, product.sku as niche, product.sku, product.asin, false as is_given
    from product
    join competitor_snapshot as snapshot
        on snapshot.marketplace = product.marketplace and (snapshot.sku = product.sku or (snapshot.source = 'xray' and snapshot.asin = product.asin))
    where snapshot.day <= $as_of
)

select * from given
union all
select * from seen anti join given using (marketplace, sku)
