"""What really happened to a stock, week by week from the day a plan was made: sold, asked, left, come in, gone.

Weeks are those of a plan: week t is the 7 days after as_of + 7·t. Promise: a week that no file covers is named and never read as 0; where
a later stock report tells how much is left, what went in between is spread over such weeks (`filled`), else it stays unknown.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from core.workspace import Workspace, sql

KEYS = ["marketplace", "sku", "as_of"]
FLOWS = ("received", "removed", "disposed", "lost")


@dataclass(frozen=True, kw_only=True, eq=False)
class Actual:
    """Arrays over the W weeks seen. stock (W + 1,): units at the start of each week and at the end of the last; sold: units, NaN unknown;
    filled: told by stock alone; price: what most buyers paid for one, carried where nothing sold; paid: average over the units sold (NaN:
    none); sales, promo: money before promotions, and taken off by them; received, removed, disposed, lost: units, lost below 0 is found;
    own_units, own_sales: shipped by the seller; ledger: whether movements beside sales are known at all."""

    as_of: date
    stock: np.ndarray
    sold: np.ndarray
    filled: np.ndarray
    price: np.ndarray
    paid: np.ndarray
    sales: np.ndarray
    promo: np.ndarray
    received: np.ndarray
    removed: np.ndarray
    disposed: np.ndarray
    lost: np.ndarray
    own_units: np.ndarray
    own_sales: np.ndarray
    ledger: bool

    @property
    def weeks(self) -> int:
        return len(self.sold)

    @property
    def known(self) -> np.ndarray:
        """Weeks whose sales were reported."""
        return ~np.isnan(self.sold) & ~self.filled

    @property
    def missing(self) -> list[date]:
        """First days of the weeks that no file covers."""
        return [self.as_of + timedelta(days=7 * int(week) + 1) for week in np.flatnonzero(~self.known)]

    @property
    def until(self) -> date:
        """The last day seen."""
        return self.as_of + timedelta(days=7 * self.weeks)

    @property
    def units(self) -> np.ndarray:
        """(W,) units sold, 0 where unknown."""
        return np.nan_to_num(self.sold)

    @property
    def revenue(self) -> np.ndarray:
        """(W,) money paid by buyers, FBA; NaN where units were sold at an unknown price."""
        return self.sales - self.promo

    def upto(self, weeks: int) -> "Actual":
        """The first weeks of it."""
        cut = {name: value[:weeks] for name, value in vars(self).items() if isinstance(value, np.ndarray) and name != "stock"}
        return Actual(as_of=self.as_of, stock=self.stock[: weeks + 1], ledger=self.ledger, **cut)


def ratio(part: float, whole: float) -> float:
    """NaN where the whole is 0 or unknown."""
    return float(part / whole) if whole and whole == whole else float("nan")


def last_days(cursor) -> dict[str, date]:
    """The last day of each marketplace on which sales are known; leaves `review_covered` on the cursor."""
    cursor.execute(sql("review/covered"))
    return dict(cursor.execute(sql("review/last_days")).fetchall())


def days_known(cursor, marketplace: str | None, first_day: date, last_day: date) -> tuple[pd.Timestamp, list[date]]:
    """The first day known at all, and the days of a period that no file covers; marketplace None: all."""
    last_days(cursor)
    asked = {"marketplace": marketplace, "first_day": first_day, "last_day": last_day}
    known = cursor.execute(sql("review/days_known"), asked).df()
    missing = sorted({day for days in known["missing"] for day in pd.DatetimeIndex(days).date})
    return pd.to_datetime(known["first_known"]).min(), missing


def weeks_of(ws: Workspace, asked: Sequence[tuple[str, str, date, int]]) -> dict[tuple, pd.DataFrame]:
    """(marketplace, sku, as_of) → its whole weeks up to the last day with data, at most so many: columns of core/sql/review/weeks.sql."""
    with ws.read() as cursor:
        ends = last_days(cursor)
        seen = [(market, sku, as_of, min(most, whole_weeks(as_of, ends.get(market)))) for market, sku, as_of, most in asked]
        cursor.register("review_keys", pd.DataFrame(seen, columns=[*KEYS, "weeks"]).assign(as_of=[key[2] for key in seen]))
        rows = cursor.execute(sql("review/weeks")).df()
    parts = {(market, sku, as_of.date()): part.reset_index(drop=True) for (market, sku, as_of), part in rows.groupby(KEYS, sort=False)}
    return {key[:3]: parts.get(key[:3], rows.iloc[:0]) for key in seen}


def whole_weeks(as_of: date, last: date | None) -> int:
    return 0 if last is None else max(0, (last - as_of).days // 7)


def actual(rows: pd.DataFrame, as_of: date, start: float, price: float | None) -> Actual:
    """rows: weeks_of one SKU; start: units on as_of; price: asked that day."""
    found = {name: rows[name].to_numpy(float) for name in ("units", "sales", "promo", "units_own", "sales_own", *FLOWS)}
    known, reported = rows["known"].to_numpy(bool), rows["on_hand"].to_numpy(float)
    sold = np.where(known | (found["units"] > 0), found["units"], np.nan)
    moved = _stock(start, sold, {name: found[name].copy() for name in FLOWS}, reported)
    priced = found["units"] > 0
    sales = np.where(priced, np.where(rows["unpriced"].to_numpy(float) > 0, np.nan, found["sales"]), 0.0)
    paid = np.divide(sales - found["promo"], found["units"], out=np.full(len(rows), np.nan), where=priced)
    asked = pd.Series(np.append(np.nan if price is None else price, rows["price"].to_numpy(float))).ffill().to_numpy()[1:]
    return Actual(
        as_of=as_of, price=asked, paid=paid, sales=sales, promo=np.where(priced, found["promo"], 0.0), own_units=found["units_own"],
        own_sales=np.nan_to_num(found["sales_own"]), ledger=bool(rows["ledger"].any()), **moved,
    )  # fmt: skip


def _stock(start: float, sold: np.ndarray, flows: dict, reported: np.ndarray) -> dict:
    """The stock carried from week to week and set right by every report: what it has more than the books came in; what it has less was sold
    in the weeks without data since the last report, or was lost."""
    sold, filled, now, blind = sold.copy(), np.zeros(len(sold), bool), start, []
    for week in range(len(sold)):
        blind += [week] if np.isnan(sold[week]) else []
        now = _carried(now, week, sold, flows)
        if not np.isnan(reported[week]):
            _set_right(now - reported[week], week, blind, sold, flows)
            filled[blind], blind, now = True, [], reported[week]
    stock = [start]
    for week in range(len(sold)):
        stock.append(max(0.0, _carried(stock[-1], week, sold, flows)))
    return {"stock": np.array(stock), "sold": sold, "filled": filled, **flows}


def _carried(before: float, week: int, sold: np.ndarray, flows: dict) -> float:
    gone = np.nan_to_num(sold[week]) + sum(flows[name][week] for name in FLOWS[1:])
    return before + flows["received"][week] - gone


def _set_right(short: float, week: int, blind: list[int], sold: np.ndarray, flows: dict) -> None:
    """short: units that the books have more than the report."""
    if blind:
        sold[blind] = max(0.0, short) / len(blind)
    elif short > 0:
        flows["lost"][week] += short
    if short < 0:
        flows["received"][week] -= short


def joined(first: Actual, then: Actual) -> Actual:
    """Two spans of one stock, the second begun when the first ended."""
    arrays = {name for name, value in vars(then).items() if isinstance(value, np.ndarray) and name != "stock"}
    stock = np.append(first.stock[:-1], then.stock)
    both = {name: np.append(getattr(first, name), getattr(then, name)) for name in arrays}
    return Actual(as_of=first.as_of, stock=stock, ledger=first.ledger or then.ledger, **both)
