-- grain: marketplace x niche x competitor's asin, ours left out. In a niche that the seller gave: those it names. In a SKU's own niche: those
-- that a file names beside it, and the other products of the search pages (Xray) on which it stands.
-- reads: market_member, niche, product, competitor_snapshot.
create or replace temp table market_rival as
with beside as (
    select distinct member.marketplace, member.niche, other.asin
    from market_member as member
    join competitor_snapshot as own on own.marketplace = member.marketplace and own.asin = member.asin and own.source = 'xray'
    join competitor_snapshot as other on other.file_id = own.file_id and other.marketplace = own.marketplace and other.day = own.day
    where not member.is_given and own.day <= $as_of
),

named as (
    select distinct member.marketplace, member.niche, snapshot.asin
    from market_member as member
    join competitor_snapshot as snapshot on snapshot.marketplace = member.marketplace and snapshot.sku = member.sku
    where snapshot.day <= $as_of
),

given as (select marketplace, niche, value as asin from niche where what = 'asin'),

final as (from beside union from named union from given)

select * from final
anti join (select marketplace, asin from product where asin is not null) using (marketplace, asin)
