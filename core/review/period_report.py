"""A month or a quarter of the business, site by site: what was sold, how the stock turned, what lay, what moves saved, what was served.

    turnover        units of the period a year ÷ units on hand on average of its eve and its last day
    stock_to_sales  units on hand at the end ÷ units of the last 30 days
    stale_share     share of the units on hand aged 181 days or more, at the end and on the eve
    fill_rate       units sold ÷ (units sold + pace · days without stock), of the SKUs whose ledger tells these days
    saved           benefit of the moves between sites whose last unit came in within the period, by the share that came in

Where each SKU stood is that day's stored run, else made from the data up to it (position.py). Promise: unknown is NaN; days that no file
covers are named, and units without a price are counted beside the money (`unpriced`); currencies stand in rows of their own, and all sites
together have money only at the seller's exchange rates of the last day. What is not over yet is compared with as many days of the period
before.
"""

from dataclasses import dataclass
from datetime import date, timedelta

import pandas as pd

from core.currency import Exchange, exchange
from core.errors import InputError
from core.review import actuals
from core.review.position import Position, measures, position
from core.transfers import journal
from core.workspace import Workspace, sql

KINDS = {"month": 1, "quarter": 3}  # months
SITES = (
    "marketplace", "currency", "units", "units_before", "sales", "sales_before", "unpriced", "turnover", "stock_to_sales", "stale_share",
    "stale_before", "fill_rate", "on_hand", "on_hand_before", "saved", "moves", "moves_fill",
)  # fmt: skip
MONEY = ("sales", "sales_before", "saved")
_LANES = ["from_site", "to_site", "currency", "moves", "units", "received_units", "saved"]
_STALEST = ["marketplace", "sku", "title", "currency", "on_hand", "aged_181_units", "stock_value"]
_MONTHS_SHOWN, _SHOWN, _YEAR = 13, 10, 365.0


@dataclass(frozen=True, kw_only=True)
class Span:
    """A whole month or quarter of the calendar: first_day … last_day, both included."""

    kind: str
    first_day: date
    last_day: date

    @property
    def days(self) -> int:
        return (self.last_day - self.first_day).days + 1

    @property
    def eve(self) -> date:
        return self.first_day - timedelta(days=1)

    @property
    def before(self) -> "Span":
        return span(self.kind, self.eve)

    def seen(self, last: date) -> "Span":
        """The part of it that is over on the last day with data."""
        return Span(kind=self.kind, first_day=self.first_day, last_day=min(self.last_day, last))


def span(kind: str, day: date) -> Span:
    """The one that holds a day. Raises InputError for another kind."""
    if kind not in KINDS:
        raise InputError("report_kind", value=kind, kinds=", ".join(KINDS))
    months = KINDS[kind]
    first = date(day.year, (day.month - 1) // months * months + 1, 1)
    after = first.month - 1 + months
    return Span(kind=kind, first_day=first, last_day=date(first.year + after // 12, after % 12 + 1, 1) - timedelta(days=1))


def spans(kind: str, last: date, count: int) -> list[Span]:
    """The one that holds the last day with data, and those before it."""
    found = [span(kind, last)]
    while len(found) < count:
        found.append(found[-1].before)
    return found


@dataclass(frozen=True, kw_only=True, eq=False)
class Report:
    """span: as seen; whole: it is over; sites: SITES, a row a site and currency; total: SITES, all sites together (no row where there is
    only one; marketplace None; money NaN without exchange rates); months: marketplace, currency, month (first day), units,
    sales of the last 13; lanes: moves that came in; stalest: SKUs with the most old units; missing: days that no file covers."""

    span: Span
    whole: bool
    sites: pd.DataFrame
    total: pd.DataFrame
    months: pd.DataFrame
    lanes: pd.DataFrame
    stalest: pd.DataFrame
    missing: tuple[date, ...]


def report(ws: Workspace, wanted: Span, last: date, marketplace: str | None = None) -> Report:
    """last: the last day with data. Raises InputError where the period begins after it."""
    if wanted.first_day > last:
        raise InputError("report_ahead", first=wanted.first_day.isoformat(), last=last.isoformat())
    seen = wanted.seen(last)
    daily = _daily(ws, seen, marketplace)
    before = _of(position(ws, seen.eve), marketplace)
    after = _of(position(ws, seen.last_day), marketplace)
    lanes = _lanes(ws, seen)
    sites = _sites(daily, before, after, lanes, seen)
    total = _total(sites, _figures(daily, (before, after), lanes, seen), exchange(ws, seen.last_day))
    return Report(
        span=seen, whole=seen.last_day == wanted.last_day, sites=sites, total=total, months=_months(daily),
        lanes=lanes, stalest=_stalest(after), missing=_missing(ws, seen, marketplace),
    )  # fmt: skip


def mark(ws: Workspace) -> tuple:
    """Another one after a move came in, or after other exchange rates, which make no new version of the data."""
    return ws.rows(sql("review/report_mark"))[0]


def _daily(ws: Workspace, seen: Span, marketplace: str | None) -> pd.DataFrame:
    first = min(seen.before.first_day, spans("month", seen.last_day, _MONTHS_SHOWN)[-1].first_day)
    rows = ws.frame(sql("review/daily"), marketplace=marketplace, first_day=first, last_day=seen.last_day)
    return rows.assign(day=pd.to_datetime(rows["day"]).dt.date)


def _of(there: Position, marketplace: str | None) -> pd.DataFrame:
    rows = there.rows
    return rows if marketplace is None else rows[rows["marketplace"] == marketplace]


def _sites(daily: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame, lanes: pd.DataFrame, seen: Span) -> pd.DataFrame:
    sold, there = (part[["marketplace", "currency"]].drop_duplicates() for part in (daily, after))
    known = pd.concat([sold, there[~there["marketplace"].isin(sold["marketplace"])]])  # the money of a site is that of its sales
    rows = [_site(row.marketplace, row.currency, daily, (before, after), lanes, seen) for row in known.itertuples()]
    return pd.DataFrame(rows, columns=list(SITES)).sort_values("units", ascending=False, ignore_index=True)


def _site(market: str, currency: str | None, daily, standing: tuple, lanes: pd.DataFrame, seen: Span) -> dict:
    own = daily[(daily["marketplace"] == market) & (daily["currency"].fillna("") == (currency or ""))]
    there = tuple(part[part["marketplace"] == market] for part in standing)
    left = lanes[(lanes["from_site"] == market) & (lanes["currency"] == currency)]
    return {"marketplace": market, "currency": currency} | _figures(own, there, left, seen)


def _total(sites: pd.DataFrame, figures: dict, rates: Exchange | None) -> pd.DataFrame:
    if sites["marketplace"].nunique() < 2:
        return sites.iloc[:0]
    known = rates is not None and sites["currency"].notna().all() and not rates.missing(sites["currency"])
    money = rates.total(sites, MONEY).to_dict() if known else dict.fromkeys(MONEY, float("nan"))
    return pd.DataFrame([{"marketplace": None, "currency": rates.home if known else None} | figures | money], columns=list(SITES))


def _figures(own: pd.DataFrame, standing: tuple, left: pd.DataFrame, seen: Span) -> dict:
    """own: daily sales; standing: the stock on the eve and the last day; left: moves."""
    now, then = (_sums(own, first, seen.days) for first in (seen.first_day, seen.before.first_day))
    after = standing[1]
    first, last = map(measures, standing)
    average = pd.Series([first["on_hand"], last["on_hand"]]).mean()
    return {
        "units": now[0], "units_before": then[0], "sales": now[1],
        "sales_before": then[1], "unpriced": now[2],
        "turnover": actuals.ratio(now[0] * _YEAR / seen.days, average), "stock_to_sales": last["stock_to_sales"],
        "stale_share": last["stale_share"], "stale_before": first["stale_share"], "fill_rate": fill_rate(after, seen.kind),
        "on_hand": last["on_hand"], "on_hand_before": first["on_hand"], "saved": float(left["saved"].sum()),
        "moves": int(left["moves"].sum()), "moves_fill": actuals.ratio(left["received_units"].sum(), left["units"].sum()),
    }  # fmt: skip


def _sums(own: pd.DataFrame, first: date, days: int) -> tuple[float, float, float]:
    """(units, sales, unpriced) of so many days; NaN where none of them is known."""
    rows = own[(own["day"] >= first) & (own["day"] < first + timedelta(days=days))]
    return tuple(float(rows[name].sum(min_count=1)) for name in ("units", "sales", "unpriced"))


def fill_rate(rows: pd.DataFrame, kind: str) -> float:
    """Units sold over those wanted, in the 30 days (quarter: 90) before the day of the rows; NaN without a ledger."""
    days = 30 * KINDS[kind]
    out, sold, pace = (pd.to_numeric(rows[name]).astype(float) for name in (f"stockout_days_{days}", f"units_{days}", "velocity"))
    known = out.notna() & sold.notna() & pace.notna()
    wanted = (sold + pace * out)[known].sum()
    return actuals.ratio(sold[known].sum(), wanted)


def _lanes(ws: Workspace, seen: Span) -> pd.DataFrame:
    """_LANES of the moves whose last receipt lies in the period."""
    rows = journal.listed(ws, seen.last_day)
    rows = rows[(rows["state"] == "received") & rows["received_on"].notna()]
    came = pd.to_datetime(rows["received_on"]).dt.date
    rows = rows[[seen.first_day <= day <= seen.last_day for day in came]] if len(rows) else rows
    share = (rows["received_units"] / rows["units"].where(rows["units"] > 0)).clip(upper=1.0)
    sent = rows.assign(saved=rows["benefit"] * share, moves=1, units=rows["shipped_units"])
    return sent.groupby(["from_site", "to_site", "currency"])[_LANES[3:]].sum().reset_index()[_LANES]


def _months(daily: pd.DataFrame) -> pd.DataFrame:
    months = daily.assign(month=[day.replace(day=1) for day in daily["day"]])
    grouped = months.groupby(["marketplace", "currency", "month"], dropna=False)
    return grouped.agg(units=("units", "sum"), sales=("sales", "sum")).reset_index()


def _stalest(after: pd.DataFrame) -> pd.DataFrame:
    aged = after[pd.to_numeric(after["aged_181_units"]).fillna(0) > 0]
    told = aged.assign(aged_181_units=aged["aged_181_units"].astype(float).round())  # cohorts are carried forward in fractions
    return told.sort_values("aged_181_units", ascending=False).head(_SHOWN)[_STALEST].reset_index(drop=True)


def _missing(ws: Workspace, seen: Span, marketplace: str | None) -> tuple[date, ...]:
    with ws.read() as cursor:
        _, missing = actuals.days_known(cursor, marketplace, seen.first_day, seen.last_day)
    return tuple(missing)
