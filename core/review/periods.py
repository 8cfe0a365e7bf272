"""A period marked by hand, without a plan: what was sold, against as many days before and against the forecast of its first morning.

The forecast is that of a stored run of the evening before, else it is made from the data up to then alone (position.py). Intervals of
several SKUs add up as if all forecasts erred together, so that a sum is never called an effect too soon. Promise: `cannot` names what the
data do not tell, and no figure stands for it.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from core import schedules, settings
from core.clearance.build import terms_for
from core.clearance.case import Case
from core.clearance.doubt import of_path
from core.clearance.engine import weekly
from core.clearance.screen import case_of
from core.clearance.terms import FINEST
from core.errors import InputError
from core.forecast.path import sum_by
from core.review import actuals, ads, customers, groups
from core.review.position import Position, position
from core.review.reviews import Review, charges, liquidated, told
from core.review.subject import Doubt, Subject, nine_of_ten, until_cleared
from core.workspace import Workspace, sql

_LONGEST = 366
_SHORT_HISTORY = 364  # days before, under which a season of the year cannot be told from an effect
COLUMNS = (
    "group", "currency", "skus", "units", "units_before", "expected", "low", "high", "effect", "verdict", "sales", "sales_before", "price",
    "price_before", "own_units", "promo",
)  # fmt: skip


@dataclass(frozen=True, kw_only=True)
class Period:
    """first_day … last_day, both included; sku None: the whole marketplace; marketplace None: all."""

    name: str
    marketplace: str | None
    sku: str | None
    first_day: date
    last_day: date

    def __post_init__(self):
        days = (self.last_day - self.first_day).days + 1
        if not 0 < days <= _LONGEST:
            raise InputError("review_period", first=self.first_day.isoformat(), last=self.last_day.isoformat(), most=_LONGEST)

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    @property
    def eve(self) -> date:
        """The evening before: what was known then is what the forecast may know."""
        return self.first_day - timedelta(days=1)


@dataclass(frozen=True, kw_only=True, eq=False)
class Seen:
    """rows: a row per SKU: core/sql/review/period.sql with size, expected, low, high (units in the period; NaN: no forecast), stock_then,
    landed_cost, model; missing: days that no file covers; cannot: what the data do not tell, as text keys review.cannot.<code>."""

    period: Period
    rows: pd.DataFrame
    missing: list[date]
    cannot: tuple[str, ...]


def seen(ws: Workspace, period: Period) -> Seen:
    """Raises InputError where nothing was sold in the period or before."""
    where = {"marketplace": period.marketplace, "first_day": period.first_day, "last_day": period.last_day}
    with ws.read() as cursor:
        first_known, missing = actuals.days_known(cursor, **where)
        sold = cursor.execute(sql("review/period"), where | {"sku": period.sku}).df()
    if sold.empty:
        raise InputError("review_nothing", first=period.first_day.isoformat(), last=period.last_day.isoformat())
    rows = _expected(sold, position(ws, period.eve), period)
    rows["size"] = [groups.size(sku) for sku in rows["sku"]]
    return Seen(period=period, rows=rows, missing=missing, cannot=_cannot(ws, rows, first_known, period))


def by_group(found: Seen, by: str) -> pd.DataFrame:
    """COLUMNS, a row a group (by: of groups.BY) and currency, the largest first. effect: units over the forecast; price: money a unit.
    A group's forecast is unknown where no SKU of it has one; a SKU without one counts as not expected to sell."""
    rows = found.rows.assign(group="total" if by == "total" else found.rows[by])
    parts = rows.groupby(["group", "currency"], dropna=False, sort=False)
    table = pd.DataFrame([_group(group, part) for group, part in parts], columns=list(COLUMNS))
    return table.sort_values("units", ascending=False, ignore_index=True)


def _group(group: tuple, part: pd.DataFrame) -> tuple:
    units, before = float(part["units"].sum()), float(part["units_before"].sum())
    expected, low, high = (float(part[name].sum(min_count=1)) for name in ("expected", "low", "high"))
    sales, sales_before = (float(part.loc[part[of] > 0, name].sum(skipna=False)) for name, of in _MONEY)
    verdict = "not_enough" if np.isnan(expected) else "no_effect" if low <= units <= high else "effect"
    return (
        group[0], group[1], len(part), units, before, expected, low, high, units - expected, verdict, sales, sales_before,
        actuals.ratio(sales, units), actuals.ratio(sales_before, before), float(part["own_units"].sum()), float(part["promo"].sum()),
    )  # fmt: skip


_MONEY = (("sales", "units"), ("sales_before", "units_before"))


def _expected(sold: pd.DataFrame, then: Position, period: Period) -> pd.DataFrame:
    """The sum of the forecast over the days, and the middle nine of ten of it."""
    known = then.rows[then.rows["demand_path"].notna()]
    sums = {"expected": np.cumsum(_stacked(known["demand_path"]), axis=1)}
    sums |= {name: _stacked(known[name]) for name in ("sum_p10", "sum_p50", "sum_p90")}
    units = {name: sum_by(table, float(period.days)) if len(known) else np.empty(0) for name, table in sums.items()}
    low, high = nine_of_ten(units["sum_p10"], units["sum_p50"], units["sum_p90"])
    table = known[["marketplace", "sku", "model"]].assign(expected=units["expected"], low=np.maximum(0.0, low), high=high)
    there = then.rows[["marketplace", "sku", "on_hand", "landed_cost"]].rename(columns={"on_hand": "stock_then"})
    return sold.merge(table, how="left", on=["marketplace", "sku"]).merge(there, how="left", on=["marketplace", "sku"])


def _stacked(lists: pd.Series) -> np.ndarray:
    return np.stack([np.asarray(each, float) for each in lists]) if len(lists) else np.empty((0, 1))


def _cannot(ws: Workspace, rows: pd.DataFrame, first_known: pd.Timestamp, period: Period) -> tuple[str, ...]:
    short = (pd.Timestamp(period.first_day) - first_known).days
    traffic, ledger, advertised = (
        ws.rows(f"select count(*) from {table}")[0][0] for table in ("traffic_period", "ledger_daily", "ad_product")
    )
    checks = {
        "before_unknown": short < period.days, "season": short < _SHORT_HISTORY, "stock": rows["stock_then"].isna().all(),
        "revenue": (rows["sales"].isna() & (rows["units"] > 0)).any(),
        "cost": rows["landed_cost"].isna().all(), "category": rows["category"].isna().all(), "ledger": not ledger, "traffic": not traffic,
        "ads": not advertised, "customers": not customers.named(ws),
    }  # fmt: skip
    return tuple(code for code, holds in checks.items() if holds)


# --- one SKU in money


def review_of(ws: Workspace, period: Period) -> Review | None:
    """The review of one SKU's period as if its plan had been to do nothing else, in whole weeks; None where stock, price or demand of its
    first day are not known, or it is shorter than a week."""
    then, book = position(ws, period.eve), schedules.book(ws)
    row = then.of(period.marketplace, period.sku)
    if row is None or pd.isna(row["on_hand"]) or not row["on_hand"] > 0 or pd.isna(row["price"]):
        return None
    case = case_of(row, then.ages(period.marketplace, period.sku), period.eve, settings.policy(ws), book)
    asked = [(period.marketplace, period.sku, period.eve, period.days // 7)]
    rows = actuals.weeks_of(ws, asked)[asked[0][:3]]
    if not len(rows) or terms_for(case)[0].unknown:
        return None
    happened = until_cleared(actuals.actual(rows, period.eve, case.units, case.list_price))
    readers = {"charged": charges, "advertised": ads.read, "liquidated": liquidated}
    reported = {name: read(ws, asked).get(asked[0][:3]) for name, read in readers.items()}
    subject = _idle(case, happened, row, reported)
    return told(subject, (then, position(ws, subject.until)))


def _idle(case: Case, happened: actuals.Actual, row: Mapping, reported: dict) -> Subject:
    terms, _ = terms_for(case)
    path = np.full(terms.weeks, case.shares.index(1.0))
    spread = of_path(case, terms, path, levels=FINEST)
    held = weekly(terms, path).assign(offer=None)
    low, high = nine_of_ten(spread.p10, spread.p50, spread.p90)
    hold = Doubt(value=float(held["net"] @ case.beta ** held["week"]), low=low, high=high)
    return Subject(case=case, hold=hold, held=held, actual=happened, title=row["title"], currency=row["currency"], **reported)


# --- kept in the workspace


def mark(ws: Workspace, period: Period, *, at: datetime) -> int:
    """Keep a period; gives its period_id."""
    row = {name: getattr(period, name) for name in ("marketplace", "sku", "first_day", "last_day")}
    with ws.write(new_version=False) as cursor:
        named = row | {"name": period.name.strip()[:80] or f"{period.first_day} – {period.last_day}", "created_at": at}
        return cursor.execute(sql("review/period_add"), named).fetchall()[0][0]


def marked(ws: Workspace, marketplace: str | None = None) -> pd.DataFrame:
    """Every period kept, newest first."""
    return ws.frame(sql("review/periods"), marketplace=marketplace)


def remove(ws: Workspace, period_id: int) -> None:
    """Raises InputError where there is no such period."""
    with ws.write(new_version=False) as cursor:
        if not cursor.execute(sql("review/period_remove"), {"period_id": period_id}).fetchall():
            raise InputError("no_such_period", period_id=period_id)
