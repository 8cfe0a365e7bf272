"""Of every SKU in a niche: how its market moves, how our share of it moves, and the verdict; of every SKU with keyword ranks: whether one
moves before its sales. Leaves `market_now` and `keyword_lead_now` on the cursor.

Market: the sum of the competitors' estimated sales; where files tell only "400 or more", their ranks. Our share: our own units against it.
Both without the season that our own sales have taught (core/forecast/seasonality.py).
"""

from datetime import date, timedelta

import duckdb
import numpy as np
import pandas as pd

from core.forecast.trend import trend as weekly_trend
from core.health import execute
from core.market import index, keywords
from core.market.trend import MONTH_DAYS, UNKNOWN, Trend, difference, trend
from core.market.verdict import Seen, judge
from core.policy import Policy
from core.workspace import leave, sql

# ln rank = c - 1.2 ln sales: Chevalier & Goolsbee 2003, Quantitative Marketing and Economics 1, 203-222
SALES_BY_RANK = 1 / 1.2
_WEEKS_A_MONTH = MONTH_DAYS / 7


def compute(cursor: duckdb.DuckDBPyConnection, as_of: date, policy: Policy) -> pd.DataFrame:
    """After what is expected of that day is known on this cursor: leave both tables (core/sql/market/empty.sql), and give `market_now`."""
    cursor.execute(sql("market/empty"))
    keywords.compute(cursor, as_of)
    params = policy.params() | {"as_of": as_of}
    execute(cursor, "market/member", params)
    execute(cursor, "market/rival", params)
    rivals = execute(cursor, "market/rival_day", params).df()
    own = execute(cursor, "market/own", params).df() if len(rivals) else pd.DataFrame()
    rows = [judged(one, group, as_of, policy) for one, group in _pairs(own, rivals)]
    if rows:
        leave(cursor, "market_found", pd.DataFrame(rows))
        cursor.execute("insert into market_now by name from market_found")
    return cursor.execute("from market_now").df()


def _pairs(own: pd.DataFrame, rivals: pd.DataFrame):
    """Each SKU with the competitors of its niche; a SKU in several niches with the one that has most files."""
    groups = dict(list(rivals.groupby(["marketplace", "niche"])))
    chosen = {}
    for one in own.to_dict("records"):
        group = groups.get((one["marketplace"], one["niche"]))
        key = (one["marketplace"], one["sku"])
        if group is not None and group["day"].nunique() > chosen.get(key, (None, None, 0))[2]:
            chosen[key] = (one, group, group["day"].nunique())
    return [(one, group) for one, group, _ in chosen.values()]


def judged(one: dict, group: pd.DataFrame, as_of: date, policy: Policy) -> dict:
    """One row of market_now."""
    found = signals(group, np.asarray(one["season"], float), as_of)
    own = _own(one, found["first_day"], as_of)
    share = difference(own, found["market"])
    seen = _seen(group)
    told = judge(found["market"], share, [found["rank"], found["reviews"]], seen, policy)
    row = {name: one[name] for name in ("marketplace", "sku", "niche")} | vars(told)
    row |= {"basis": found["basis"], "files": seen.files, "rivals": seen.rivals, "first_day": found["first_day"], "last_day": seen.last_day}
    for name, moved in (found | {"own": own, "share": share}).items():
        if not isinstance(moved, Trend):
            continue
        row |= dict(zip((f"{name}_month", f"{name}_low", f"{name}_high"), moved.shares(), strict=True))
    gap = one["price"] / found["rival_price"] - 1 if found["rival_price"] else np.nan
    return row | {
        "share": _share_now(one, found["units_now"]), "rival_price": found["rival_price"],
        "price_gap": gap,
    }  # fmt: skip


def signals(group: pd.DataFrame, season: np.ndarray, as_of: date) -> dict:
    """The trends of one niche out of its competitors' rows (market/rival_day). season: (weeks,) of a usual week, oldest first."""
    tables = {name: index.wide(group, name) for name in ("units_month", "rank", "reviews", "price")}
    days = pd.DatetimeIndex(tables["units_month"].index)
    months = (days - days[0]).days.to_numpy() / MONTH_DAYS
    usual = np.log([_usual(season, (as_of - day.date()).days) for day in days])
    by_rank = -SALES_BY_RANK * index.typical(tables["rank"]) - usual
    by_units = index.together(tables["units_month"]) - usual
    basis = "units" if (~np.isnan(by_units)).sum() >= (~np.isnan(by_rank)).sum() else "rank"
    units = tables["units_month"].iloc[-1]
    return {
        "basis": basis, "first_day": days[0].date(), "market": trend(months, by_units if basis == "units" else by_rank),
        "rank": trend(months, by_rank), "reviews": trend(*index.arrivals(tables["reviews"], months)),
        "price": trend(months, index.typical(tables["price"])), "rival_price": float(tables["price"].iloc[-1].median()),
        "units_now": float(units.sum()) if basis == "units" and units.notna().any() else np.nan,
    }  # fmt: skip


def _usual(season: np.ndarray, days_ago: int) -> float:
    """What the four weeks up to a day usually sell, against a usual week."""
    last = len(season) - days_ago // 7
    return float(np.clip(season[max(0, last - 4) : max(1, last)].mean(), 0.05, None))


def _own(one: dict, first_day: date, as_of: date) -> Trend:
    """The trend of our own weekly units since a month before the first file (an estimate of a month's sales looks back a month)."""
    weeks = min(len(one["units"]), (as_of - first_day + timedelta(days=30)).days // 7 + 1)
    units, season = (np.asarray(one[name], float)[None, -weeks:] for name in ("units", "season"))
    moved = [float(values[0]) for values in weekly_trend(units, season)]
    return UNKNOWN if np.isnan(moved[0]) else Trend(*(np.log1p(value) * _WEEKS_A_MONTH for value in moved))


def _share_now(one: dict, rivals_now: float) -> float:
    """Our units of the last four weeks, as a month, among all of the niche that the files show."""
    ours = np.nanmean(np.asarray(one["units"], float)[-4:]) * _WEEKS_A_MONTH if np.isfinite(one["units"][-4:]).any() else np.nan
    return ours / (ours + rivals_now)


def _seen(group: pd.DataFrame) -> Seen:
    days = sorted(pd.to_datetime(group["day"]).unique())
    span = (days[-1] - days[0]).days
    return Seen(
        files=len(days), span_days=span, rivals=int(group.groupby("day")["asin"].nunique().median()),
        gap_days=span / (len(days) - 1) if len(days) > 1 else 7.0, last_day=days[-1].date(),
    )  # fmt: skip
