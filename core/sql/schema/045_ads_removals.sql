-- What advertising cost and brought, and what was removed. reads: nothing.
-- units: money in the row's currency; attribution_days: for how long after a click a sale counts as the ad's, NULL: the file does not say.
-- spend, sales, orders and units belong to the whole row, from start_day to end_day (one day in daily reports). Never add up the three
-- ad tables: they are the same money, once by advertised product, once by search term, once by target.

-- grain: file x period x marketplace x account x campaign x ad group x sku
create table ad_product (
    file_id bigint not null, start_day date not null, end_day date not null, marketplace varchar not null, account varchar,
    campaign varchar not null, ad_group varchar, sku varchar, asin varchar,
    impressions bigint, clicks bigint, spend decimal(18,4), sales decimal(18,4), orders bigint, units bigint,
    own_sales decimal(18,4), own_units bigint,  -- of the advertised product itself; the rest is of other products of the seller
    attribution_days integer, currency varchar
);

-- grain: file x period x marketplace x account x campaign x ad group x target x search term
create table ad_search_term (
    file_id bigint not null, start_day date not null, end_day date not null, marketplace varchar not null, account varchar,
    campaign varchar not null, ad_group varchar, target varchar, match_type varchar, search_term varchar not null,
    impressions bigint, clicks bigint, spend decimal(18,4), sales decimal(18,4), orders bigint, units bigint,
    attribution_days integer, currency varchar
);

-- grain: file x period x marketplace x account x campaign x ad group x target; top_share 0..1: share of impressions on top of the search
create table ad_target (
    file_id bigint not null, start_day date not null, end_day date not null, marketplace varchar not null, account varchar,
    campaign varchar not null, ad_group varchar, target varchar not null, match_type varchar, top_share double,
    impressions bigint, clicks bigint, spend decimal(18,4), sales decimal(18,4), orders bigint, units bigint,
    attribution_days integer, currency varchar
);

-- grain: file x line of a removal order; way: return | disposal | liquidation | as Amazon writes it; status as Amazon writes it
create table removal_line (
    file_id bigint not null, marketplace varchar not null, order_id varchar not null, requested_day date not null, updated_day date,
    way varchar, status varchar, sku varchar not null, fnsku varchar, disposition varchar,
    requested bigint, cancelled bigint, disposed bigint, shipped bigint, in_process bigint, fee decimal(18,4), currency varchar
);

-- grain: day x marketplace x account x campaign x ad group x sku: every day counts once. A row of several days is spread evenly over them
-- (row_days says over how many); a day that a newer file of the same marketplace and account (or of an unnamed one) covers is that file's.
create view ad_product_day as
with span as (
    select file_id, marketplace, account, min(start_day) as first_day, max(end_day) as last_day
    from ad_product
    group by file_id, marketplace, account
),

daily as (
    select *, end_day - start_day + 1 as row_days, unnest(generate_series(start_day, end_day, interval 1 day))::date as day
    from ad_product
)

select
    day, marketplace, account, campaign, ad_group, sku, asin, row_days, impressions / row_days as impressions, clicks / row_days as clicks,
    spend::double / row_days as spend, sales::double / row_days as sales, orders / row_days as orders, units / row_days as units,
    own_sales::double / row_days as own_sales, own_units / row_days as own_units, attribution_days, currency
from daily
where not exists (
    from span
    where span.file_id > daily.file_id and span.marketplace = daily.marketplace and coalesce(span.account = daily.account, true)
        and daily.day between span.first_day and span.last_day
);

-- grain: line of a removal order as the newest file has it
create view removal_newest as
select * from removal_line
qualify file_id = max(file_id) over (partition by marketplace, order_id, sku, fnsku, disposition);
