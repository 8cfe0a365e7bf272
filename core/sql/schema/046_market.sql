-- What files from outside say about competitors and keywords, what visitors did by day, and which of it belongs to which SKU. reads: nothing.
-- units: money in the row's currency; rank 1 is best; units_month: pieces a month as the tool estimates them; rating 0..5.

-- grain: file x day x marketplace x competitor (ours among them). asin: its ASIN, or its name in a table of the seller's own
create table competitor_snapshot (
    file_id bigint not null, day date not null, marketplace varchar not null, asin varchar not null,
    source varchar not null,                    -- xray | keepa | own
    sku varchar,                                -- our SKU it competes with, where the file says so
    title varchar, brand varchar, price decimal(18,4), rank bigint,
    units_month bigint, units_at_least boolean, -- at least: Amazon's own "400+ bought in past month"
    revenue_month decimal(18,4), reviews bigint, rating double, sellers bigint, currency varchar
);

-- grain: file x day x marketplace x asin x keyword. beyond: the tool looked no further than that rank. asin NULL: the file names none
create table keyword_rank (
    file_id bigint not null, day date not null, marketplace varchar not null, asin varchar, keyword varchar not null,
    source varchar not null,                    -- tracker | cerebro
    organic_rank bigint, organic_beyond boolean, sponsored_rank bigint, sponsored_beyond boolean, search_volume bigint
);

-- grain: file x day x marketplace: the whole account
create table traffic_day (
    file_id bigint not null, day date not null, marketplace varchar not null,
    sessions bigint, page_views bigint, buy_box_pct double, units bigint, order_items bigint, sales decimal(18,4), currency varchar
);

-- grain: file x marketplace x niche x what x value: the seller's own word on who competes with whom
create table niche_member (
    file_id bigint not null, marketplace varchar not null, niche varchar not null,
    what varchar not null,                      -- sku | asin | keyword
    value varchar not null
);

-- what Amazon itself would send in, and by when (restock report)
alter table stock_snapshot add column recommended_units bigint;
alter table stock_snapshot add column recommended_ship_day date;

-- grain: day x marketplace x competitor: the newest file of a day and source; where two tools speak of one day, the first of xray, keepa, own
create view competitor_day as
with newest as (
    select * from competitor_snapshot
    qualify file_id = max(file_id) over (partition by day, marketplace, asin, source, sku)
)

select * from newest
qualify row_number() over (partition by day, marketplace, asin, sku order by array_position(['xray', 'keepa', 'own'], source), rank) = 1;

-- grain: day x marketplace x asin x keyword
create view keyword_day as
select * from keyword_rank
qualify row_number() over (partition by day, marketplace, asin, keyword order by array_position(['tracker', 'cerebro'], source), file_id desc) = 1;

-- grain: marketplace x niche x what x value: the newest file that names a niche says all that is in it
create view niche as
select distinct marketplace, niche, what, value from niche_member
qualify file_id = max(file_id) over (partition by marketplace, niche);
