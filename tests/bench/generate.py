"""Generated input of a known size: an all-orders file as Seller Central writes it, and a workspace of many SKUs. Same seed, same bytes."""

from pathlib import Path

import duckdb

AS_OF = "2026-11-21"
PRICE = "round(5 + (sku * 37 % 4500) / 100.0, 2)"

ORDERS = """
copy (
    with line as (
        select
            i,
            -- popularity falls with the SKU's number: half of the lines go to about a fifth of the SKUs
            cast(floor($skus * pow(hash(i, 1) % 1000000 / 1000000.0, 2.0)) as integer) as sku,
            timestamp '2026-11-21 23:00:00' - to_seconds(cast(hash(i, 2) % ($days * 86400) as bigint)) as bought
        from range($lines) r(i)
    )
    select
        printf('1%02d-%07d-%07d', i % 97, hash(i, 3) % 10000000, i) as "amazon-order-id",
        '' as "merchant-order-id",
        strftime(bought, '%Y-%m-%dT%H:%M:%S+00:00') as "purchase-date",
        strftime(bought + interval 2 day, '%Y-%m-%dT%H:%M:%S+00:00') as "last-updated-date",
        if(hash(i, 4) % 50 = 0, 'Cancelled', 'Shipped') as "order-status",
        if(hash(i, 5) % 20 = 0, 'Merchant', 'Amazon') as "fulfillment-channel",
        'Amazon.com' as "sales-channel", '' as "order-channel", 'Standard' as "ship-service-level",
        'Bench product number ' || sku || ', with a title as long as real titles are, 12 oz' as "product-name",
        printf('BN-%05d', sku) as sku, printf('B0BN%06d', sku) as asin,
        if(hash(i, 4) % 50 = 0, 'Cancelled', 'Shipped') as "item-status",
        1 + hash(i, 6) % 3 // 2 as quantity, 'USD' as currency,
        printf('%.2f', (1 + hash(i, 6) % 3 // 2) * {price}) as "item-price",
        '' as "item-tax", '' as "shipping-price", '' as "shipping-tax", '' as "gift-wrap-price", '' as "gift-wrap-tax",
        '' as "item-promotion-discount", '' as "ship-promotion-discount",
        'AUSTIN' as "ship-city", 'TX' as "ship-state", '78701' as "ship-postal-code", 'US' as "ship-country",
        '' as "promotion-ids", '' as cpf, 'false' as "is-business-order", '' as "purchase-order-number", '' as "price-designation",
        'false' as "signature-confirmation-recommended", printf('9%013d', i) as "order-item-id"
    from line
) to '{path}' (format csv, header, delimiter '\t', quote '')
"""

# units a day of one SKU in each of the two sets of sales
BY_LINES = "4 / 3.0 * {lines} / {days} / (2 * sqrt({skus} * (sku + 0.5)))"
BY_DAYS = "1.5"

FILE = """
insert into import_file
    (file_id, sha256, name, status, kind, marketplace, currency, snapshot_date, rows_read, rows_loaded, rows_refused, imported_at)
values (9000001, 'bench', 'bench', 'loaded', 'bench', 'US', 'USD', date '2026-11-21', 0, 0, 0, timestamp '2026-11-21 06:00')
"""

PRODUCTS = """
insert into product_fact (file_id, marketplace, sku, asin, title, product_group, longest_in, median_in, shortest_in, unit_ft3, weight_lb)
select 9000001, 'US', printf('BN-%05d', sku), printf('B0BN%06d', sku), 'Bench product number ' || sku, 'Group ' || sku % 12,
    4 + sku % 12, 3 + sku % 7, 1 + sku % 3, (4 + sku % 12) * (3 + sku % 7) * (1 + sku % 3) / 1728.0, 0.2 + sku % 30 / 10.0
from range($skus) r(sku)
"""

# Most of a healthy catalogue turns in one to ten weeks; one SKU in five has too much, one in fifty has not moved at all for long
STOCK = """
create or replace temp table bench_stock as
with drawn as (
    select
        sku, {velocity} as velocity, hash(sku, 7) % 1000 as draw,
        case
            when draw < 800 then 10 + hash(sku, 8) % 65
            when draw < 920 then 75 + hash(sku, 8) % 75
            when draw < 980 then 150 + hash(sku, 8) % 250
            else 2000
        end as cover_days
    from range($skus) r(sku)
)
select sku, printf('BN-%05d', sku) as name, cast(ceil(velocity * cover_days) as bigint) as units, cover_days from drawn;

insert into stock_snapshot (file_id, source, as_of, marketplace, sku, available, unfulfillable, inbound_shipped, price, currency)
select 9000001, 'planning', date '2026-11-21', 'US', name, units, hash(sku, 9) % 5, 0, {price}, 'USD'
from bench_stock
"""

AGES = """
insert into stock_age (file_id, as_of, age_day, marketplace, sku, age_from, age_to, units)
select 9000001, date '2026-11-21', date '2026-11-21', 'US', name, band.age_from, band.age_to, if(cover_days >= band.age_from, units // 5, 0)
from bench_stock,
    unnest([{{'age_from': 0, 'age_to': 30}}, {{'age_from': 31, 'age_to': 60}}, {{'age_from': 61, 'age_to': 90}},
            {{'age_from': 91, 'age_to': 180}}, {{'age_from': 181, 'age_to': 270}}]) b(band)
"""

COSTS = """
insert into sku_cost (file_id, marketplace, sku, valid_from, unit_cost, first_mile_cost, currency, lead_time_days)
select 9000001, 'US', printf('BN-%05d', sku), date '2025-01-01', {price} * 0.3, 0.4, 'USD', 45
from range($skus) r(sku)
"""

DAILY = """
insert into sales_daily (marketplace, day, sku, channel, source, units, orders, gross_sales, promo_discount, units_cancelled, currency)
select 'US', date '2026-11-21' - cast(d as integer), printf('BN-%05d', sku), 'FBA', 'order', hash(sku, d) % 4, hash(sku, d) % 4,
    (hash(sku, d) % 4) * {price}, 0, 0, 'USD'
from range($skus) r(sku), range($days) t(d)
"""


def orders_file(path: Path, lines: int, skus: int, days: int = 365) -> Path:
    """An all-orders report of the US, tab-separated, `lines` lines long."""
    with duckdb.connect() as connection:
        connection.execute(ORDERS.format(path=path, price=PRICE), {"lines": lines, "skus": skus, "days": days})
    return path


def stock(ws, skus: int, velocity: str) -> None:
    """Products, stock with ages, and costs for every SKU, straight into the canonical tables. velocity: units a day, as SQL over `sku`."""
    with ws.write() as cursor:
        cursor.execute(FILE)
        for part in ";".join((PRODUCTS, STOCK, AGES, COSTS)).format(price=PRICE, velocity=velocity).split(";"):
            cursor.execute(part, {"skus": skus} if "$skus" in part else None)


def daily_sales(ws, skus: int, days: int = 365) -> None:
    """A row for every SKU and day, as intake would have added them up."""
    with ws.write() as cursor:
        cursor.execute(DAILY.format(price=PRICE), {"skus": skus, "days": days})
