"""What every product of the catalogue brought so far, as far as its own figures tell: the ground that the next buy stands on.

    recovered    (sales of a year at their net margin + what is left by its best exit) ÷ landed cost of both
    sell_through units sold in 90 days ÷ units on hand on average (core/health.py)
    stale        share of the units on hand aged over 180 days; nothing on hand: 0

Margin of a year: at what buyers paid on average, straight between the prices of the menu (core/clearance), at the fees of today. Where a
clearance of the product is reviewed, what is left counts by what its units really brought. Unknown is NaN. Money in the marketplace's
currency.
"""

from collections.abc import Mapping, Sequence
from datetime import date

import numpy as np
import pandas as pd

from core.clearance.build import terms_of
from core.clearance.screen import cases_of
from core.clearance.terms import Terms
from core.fees.schedule import RateBook
from core.review.reviews import Review
from core.workspace import Workspace, sql

KEY = ["marketplace", "sku"]
MEASURES = ("recovered", "sell_through", "stale")
QUIET_DAYS = 28  # of known sales without one, after which a first sale is the first


def products(ws: Workspace, run: Mapping, policy: Mapping, book: RateBook, reviews: Sequence[Review] = ()) -> pd.DataFrame:
    """A row per marketplace × sku of a run (core.results.latest_run): run_health with brand, sold, own_sold, sales, MEASURES, margin,
    exit (money a unit), reviewed (exit is what a clearance brought), floor_share (of the price, under which a sale leaves less than the
    exit) and channel (fba | own)."""
    rows = ws.frame(sql("review/products"), run_id=run["run_id"], as_of=run["as_of"])
    if rows.empty:
        return rows.assign(**dict.fromkeys((*MEASURES, "margin", "exit", "floor_share", "channel"), np.nan), reviewed=False)
    rows = rows.assign(**_worth(rows, run["as_of"], policy, book))
    really = _really_brought(rows, reviews)
    rows = rows.assign(exit=really.fillna(rows["exit"]), reviewed=really.notna())
    on_hand = rows["on_hand"].astype(float).fillna(0.0)
    cost = rows["landed_cost"].astype(float) * (rows["sold"] + on_hand)
    money = np.where(rows["sold"] > 0, rows["sold"] * rows["margin"], 0.0) + np.where(on_hand > 0, on_hand * rows["exit"], 0.0)
    aged = rows["aged_181_units"].astype(float).where(rows["age_days"].isna(), rows["aged_181_units"].astype(float).fillna(0.0))
    return rows.assign(
        recovered=money / cost.where(cost > 0),
        sell_through=rows["sell_through"].astype(float),
        stale=(aged / on_hand.where(on_hand > 0)).where(on_hand > 0, 0.0),
        channel=np.where(rows["own_sold"] > rows["sold"] / 2, "own", "fba"),
    )


def _worth(rows: pd.DataFrame, on: date, policy: Mapping, book: RateBook) -> dict[str, np.ndarray]:
    """margin, exit, floor_share of each row; the fees of one that is sold out are those of the last unit."""
    stocked = rows.assign(on_hand=rows["on_hand"].astype(float).fillna(0.0).clip(lower=1.0))
    cases = cases_of(stocked, pd.DataFrame(columns=[*KEY, "age_days", "units"]), on, policy, book)
    paid = (rows["sales"] / rows["sold"].where(rows["sold"] > 0)).fillna(rows["price"]).to_numpy(float)
    told = [_of(terms, each) for (terms, _), each in zip(terms_of(cases), paid, strict=True)]
    return dict(zip(("margin", "exit", "floor_share"), np.array(told, float).T, strict=True))


def _of(terms: Terms, paid: float) -> tuple[float, float, float]:
    prices, margin, out = terms.prices[::-1], terms.margin[0, ::-1], float(terms.exit_value[0])
    if np.isnan(prices).any() or np.isnan(paid):
        return np.nan, out, np.nan
    slope = (margin[-1] - margin[-2]) / (prices[-1] - prices[-2]) if len(prices) > 1 else 1.0
    beyond = max(0.0, paid - prices[-1]) * slope
    good = np.flatnonzero(margin >= out)
    floor = prices[good[0]] / terms.prices[0] if len(good) else np.nan
    return float(np.interp(paid, prices, margin)) + beyond, out, float(floor)


def _really_brought(rows: pd.DataFrame, reviews: Sequence[Review]) -> pd.Series:
    """Net money of a unit of each product's finished clearances, newest first; NaN where there is none."""
    found: dict[tuple, float] = {}
    for one in reviews:
        case, brought = one.subject.case, one.outcome
        gone = brought.units + brought.out
        if brought.finished and gone > 0:
            found.setdefault((case.marketplace, case.sku), brought.net_cash / gone)
    return pd.Series([found.get(key, np.nan) for key in zip(rows["marketplace"], rows["sku"], strict=True)], index=rows.index, dtype=float)


def launches(ws: Workspace, as_of: date) -> pd.DataFrame:
    """marketplace, sku, first_sale, units_7, units_30, units_91 of the products whose beginning is seen (core/sql/review/launches.sql)."""
    return ws.frame(sql("review/launches"), as_of=as_of, before=QUIET_DAYS)
