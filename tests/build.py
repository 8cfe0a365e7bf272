"""Builders for tests: a workspace with one SKU where each test changes one thing. Rows go in as intake would leave them."""

from datetime import date, datetime, timedelta

import numpy as np

from core.forecast.outlook import Outlook, named

AS_OF = date(2026, 11, 22)
AT = datetime(2026, 11, 22, 8)


def a_file(ws, *, status="loaded", complete=True, marketplace="US", snapshot_date=AS_OF, **_) -> int:
    """One row of import_file; gives its file_id."""
    with ws.write() as cursor:
        file_id = cursor.execute("select nextval('file_ids')").fetchall()[0][0]
        cursor.execute(
            """insert into import_file (file_id, sha256, name, status, marketplace, snapshot_date, complete, imported_at)
               values ($id, $id::varchar, 'file.csv', $status, $marketplace, $day, $complete, $at)""",
            {"id": file_id, "status": status, "marketplace": marketplace, "day": snapshot_date, "complete": complete, "at": AT},
        )
    return file_id


def insert(ws, table: str, **row) -> None:
    names = ", ".join(row)
    with ws.write() as cursor:
        cursor.execute(f"insert into {table} ({names}) values ({', '.join('$' + name for name in row)})", row)


def some_stock(ws, *, sku="A", marketplace="US", as_of=AS_OF, available=100, file_id=None, source="planning", price=20.0, **more) -> int:
    file_id = file_id or a_file(ws, marketplace=marketplace, snapshot_date=as_of)
    insert(
        ws, "stock_snapshot", file_id=file_id, source=source, as_of=as_of, marketplace=marketplace, sku=sku,
        available=available, price=price, currency="USD", **more,
    )  # fmt: skip
    return file_id


def some_sales(ws, units_by_day: dict[date, int], *, sku="A", marketplace="US", price=20.0, channel="FBA") -> None:
    with ws.write() as cursor:
        cursor.execute(
            """insert into sales_daily (marketplace, day, sku, channel, source, units, orders, gross_sales, units_cancelled, currency)
               select $marketplace, day, $sku, $channel, 'orders', units, units, units * $price, 0, 'USD'
               from (select unnest($days::date[]) as day, unnest($units::bigint[]) as units)""",
            {"marketplace": marketplace, "sku": sku, "channel": channel, "price": price, "days": list(units_by_day), "units": list(units_by_day.values())},
        )  # fmt: skip


def daily(units: int, days: int, until: date = AS_OF) -> dict[date, int]:
    """The same units on each of the `days` days that end on `until`."""
    return {until - timedelta(days=back): units for back in range(days)}


def some_ages(ws, bands: dict[tuple, int], *, sku="A", marketplace="US", age_day=AS_OF, file_id=None) -> None:
    file_id = file_id or a_file(ws)
    for (low, high), units in bands.items():
        insert(
            ws, "stock_age", file_id=file_id, as_of=AS_OF, age_day=age_day, marketplace=marketplace, sku=sku,
            age_from=low, age_to=high, units=units,
        )  # fmt: skip


def a_ledger(ws, balances: dict[date, tuple[int, int]], *, sku="A", marketplace="US") -> None:
    """balances: day → (start, end) of the sellable units."""
    file_id = a_file(ws)
    for day, (start, end) in balances.items():
        insert(
            ws, "ledger_daily", file_id=file_id, day=day, marketplace=marketplace, sku=sku, disposition="SELLABLE",
            start_qty=start, end_qty=end,
        )  # fmt: skip


def a_cost(ws, *, sku="A", marketplace="US", unit_cost=5.0, first_mile_cost=1.0, valid_from=AS_OF, **more) -> None:
    insert(
        ws, "sku_cost", sku=sku, marketplace=marketplace, valid_from=valid_from, unit_cost=unit_cost,
        first_mile_cost=first_mile_cost, currency="USD", **more,
    )  # fmt: skip


def a_product(ws, *, sku="A", marketplace="US", unit_ft3=0.1, **more) -> None:
    insert(ws, "product_fact", file_id=a_file(ws), marketplace=marketplace, sku=sku, unit_ft3=unit_ft3, **more)


class Knowing:
    """A model for tests that answers by arithmetic: every coming week sells the mean of the last 26 known weeks; the p-quantile is that times
    1 + spread x (2p - 1), so P10, P50, P95 are 1 - 0.8, 1, 1 + 0.9 spreads. path: SKU → the coming weeks instead."""

    name = "knowing"

    def __init__(self, spread: float = 0.0, path: dict | None = None):
        self.spread, self.path = spread, path or {}

    def fit(self, panel):
        known = panel.units[:, -26:]
        seen = np.maximum((~np.isnan(known)).sum(axis=1), 1)
        self.mean = np.repeat((np.nansum(known, axis=1) / seen)[:, None], 26, axis=1)
        for row, sku in enumerate(panel.series["sku"]):
            self.mean[row] = self.path.get(sku, self.mean[row])
        return self

    def predict(self, weeks, quantiles):
        factor = 1 + self.spread * (2 * np.array(quantiles) - 1)
        return Outlook(
            quantiles=tuple(quantiles), weekly=self.mean[:, :, None] * factor, cumulative=np.cumsum(self.mean, axis=1)[:, :, None] * factor,
            mean=self.mean, **named(len(self.mean), self.name),
        )  # fmt: skip
