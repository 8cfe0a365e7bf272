"""Sellers with a past, for tests and measurements of the replay: demand that is given, stock by a simulated buyer, rows as intake leaves them.

The buyer looks once a week, expects the pace of his last six weeks to go on, orders for lead time and cover, never less than a batch, and
errs in each article for a quarter. He never clears anything. Sales are what demand and stock allow. Same seed, same rows.
"""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path

import numpy as np
import pandas as pd

LAST = date(2026, 11, 22)
_BUYER = {"lead_days": 45, "cover_days": 30, "batch_days": 45, "error": 0.3}


@dataclass(frozen=True, kw_only=True, eq=False)
class Shelf:
    """(N, D) a row a SKU, a column a day: sold, received, left (at the end of the day), in units."""

    sold: np.ndarray
    received: np.ndarray
    left: np.ndarray


def buy(demand: np.ndarray, seed: int = 7, **other) -> Shelf:
    """The buyer over (N, D) units wanted a day. other: lead_days, cover_days, batch_days, error (deviation of the logarithm)."""
    way, random, (count, days) = _BUYER | other, np.random.default_rng(seed), demand.shape
    due = np.zeros((count, days + way["lead_days"] + 1))
    sold, received, left = (np.zeros((count, days)) for _ in range(3))
    stock = np.ceil(demand[:, :42].mean(axis=1) * (way["cover_days"] + way["lead_days"]))
    belief = np.exp(random.normal(0, way["error"], (days // 91 + 1, count)))
    for day in range(days):
        received[:, day] = due[:, day]
        stock = stock + due[:, day]
        sold[:, day] = np.minimum(demand[:, day], stock)
        stock = stock - sold[:, day]
        left[:, day] = stock
        if day % 7 == 6:
            pace = sold[:, max(0, day - 41) : day + 1].mean(axis=1) * belief[day // 91]
            due[:, day + way["lead_days"]] += _ordered(pace, stock + due[:, day + 1 :].sum(axis=1), way)
    return Shelf(sold=sold, received=received, left=left)


def _ordered(pace: np.ndarray, position: np.ndarray, way: dict) -> np.ndarray:
    wanted = pace * (way["lead_days"] + way["cover_days"]) - position
    return np.where(wanted > 0, np.ceil(np.maximum(wanted, pace * way["batch_days"])), 0.0)


def fill(ws, skus: list[str], shelf: Shelf, price: np.ndarray, *, last: date = LAST, seed: int = 7) -> None:
    """Sales, ledger, costs, products and the newest snapshot of the shelf, its last column on the day `last`."""
    random, count = np.random.default_rng(seed + 1), len(skus)
    days = np.array([last - timedelta(days=back) for back in range(shelf.sold.shape[1] - 1, -1, -1)], dtype="datetime64[D]")
    file_id = _file(ws, last)
    row, column = np.nonzero(shelf.sold)
    units = shelf.sold[row, column].astype(int)
    sales = _rows(skus, row, days[column], channel="FBA", source="order", units=units, orders=units, gross_sales=units * price[row])
    before = np.pad(shelf.left, ((0, 0), (1, 0)))[:, :-1]
    row, column = np.nonzero((shelf.sold + shelf.received > 0) | (np.arange(len(days)) == 0))
    told = {"start_qty": before, "receipts": shelf.received, "shipments": -shelf.sold, "end_qty": shelf.left}
    ledger = _rows(skus, row, days[column], disposition="SELLABLE", **{name: part[row, column].astype(int) for name, part in told.items()})
    every = np.arange(count)
    facts = {"unit_ft3": random.uniform(0.03, 0.5, count), "weight_lb": random.uniform(0.3, 3.0, count)}
    sides = {"longest_in": np.full(count, 12.0), "median_in": np.full(count, 8.0), "shortest_in": np.full(count, 4.0)}
    _insert(ws, "sales_daily", sales.assign(units_cancelled=0, currency="USD"))
    _insert(ws, "ledger_daily", ledger.assign(file_id=file_id))
    _insert(ws, "product_fact", _rows(skus, every, None, **facts, **sides).assign(file_id=file_id, product_group="Home"))
    costs = {"unit_cost": price * 0.3, "first_mile_cost": np.full(count, 0.4), "lead_time_days": np.full(count, 45.0)}
    _insert(ws, "sku_cost", _rows(skus, every, None, **costs).assign(valid_from=days[0], currency="USD", file_id=file_id))
    newest = {"available": shelf.left[:, -1].astype(int), "price": price}
    _insert(ws, "stock_snapshot", _rows(skus, every, None, **newest).assign(as_of=last, source="planning", currency="USD", file_id=file_id))


def _rows(skus: list[str], row: np.ndarray, day, **columns) -> pd.DataFrame:
    columns = {name: value for name, value in columns.items() if value is not None}
    frame = pd.DataFrame({"marketplace": "US", "sku": np.array(skus, dtype=object)[row], **columns})
    return frame if day is None else frame.assign(day=day)


def _file(ws, last: date) -> int:
    with ws.write() as cursor:
        cursor.execute(
            """insert into import_file (file_id, sha256, name, status, marketplace, snapshot_date, rows_read, rows_loaded, rows_refused, imported_at)
               values (900001, 'past', 'past', 'loaded', 'US', $day, 0, 0, 0, $at)""",
            {"day": last, "at": datetime(last.year, last.month, last.day)},
        )
    return 900001


def _insert(ws, table: str, rows: pd.DataFrame) -> None:
    with ws.write() as cursor:
        cursor.register("rows_now", rows)
        cursor.execute(f"insert into {table} by name from rows_now")
        cursor.unregister("rows_now")


def wavering(count: int, days: int, seed: int = 3) -> np.ndarray:
    """(N, D) demand: lumpy, each SKU at its own pace; a third grows or fades, a tenth ends from one day to the next."""
    random = np.random.default_rng(seed)
    pace = random.lognormal(-0.3, 1.0, count)[:, None]
    drift = np.where(random.random(count) < 1 / 3, random.normal(0, 0.006, count), 0.0)[:, None]
    level = pace * np.exp(np.clip(drift * (np.arange(days) - days / 2), -3, 1.5))
    ends = np.where(random.random(count) < 0.1, random.integers(days // 3, days, count), days)[:, None]
    return random.poisson(np.where(np.arange(days) < ends, level, 0.0) * random.gamma(2.0, 0.5, (count, days)))


def shop(file: Path, least_units: int = 60) -> tuple[list[str], np.ndarray, np.ndarray]:
    """Real demand: (SKUs, (N, D) pieces a day, (N,) median price) of an Online Retail table (code, day, quantity, price as columns
    StockCode, InvoiceDate, Quantity, Price); lines of more than 24 pieces count as 24, articles under least_units are out."""
    lines = pd.read_parquet(file)
    lines = lines.set_axis([name.replace("_", "").replace(" ", "").lower() for name in lines.columns], axis=1)
    code, quantity = lines["stockcode"].astype(str), lines["quantity"]
    lines = lines[code.str.match(r"^\d{5}") & (quantity > 0) & (lines[_price(lines)] > 0)]
    day = pd.to_datetime(lines["invoicedate"]).dt.normalize()
    pieces = lines["quantity"].clip(upper=24).groupby([lines["stockcode"].astype(str), day]).sum().unstack(fill_value=0)
    pieces = pieces.reindex(columns=pd.date_range(day.min(), day.max()), fill_value=0)
    pieces = pieces[pieces.sum(axis=1) >= least_units]
    price = lines.groupby(lines["stockcode"].astype(str))[_price(lines)].median().reindex(pieces.index)
    return list(pieces.index), pieces.to_numpy(float), price.to_numpy(float)


def _price(lines: pd.DataFrame) -> str:
    return "price" if "price" in lines else "unitprice"


def single(ws, file: Path) -> None:
    """One SKU with daily sales, stock and price as they were (columns Date, Sales, Stock, Price); nothing is known of its size or cost."""
    days = pd.read_csv(file)
    days = days.assign(day=pd.to_datetime(days["Date"], format="%d-%m-%Y").dt.date)
    last = days["day"].max()
    file_id = _file(ws, last)
    sku = {"marketplace": "US", "sku": "ONE", "currency": "USD"}
    sales = days[["day"]].assign(**sku, channel="FBA", source="tidy", units=days["Sales"], orders=days["Sales"], units_cancelled=0)
    _insert(ws, "sales_daily", sales.assign(gross_sales=days["Sales"] * days["Price"]))
    stock = {"as_of": days["day"], "available": days["Stock"], "price": days["Price"]}
    _insert(ws, "stock_snapshot", pd.DataFrame(stock).assign(**sku, source="tidy", file_id=file_id))
    _insert(ws, "product_fact", pd.DataFrame([{"marketplace": "US", "sku": "ONE", "file_id": file_id}]))
