"""Mini-reviews of new products: a week and a month after the first sale, what was sold against what such products sold in that time.

Due from the day on which the stage is over; kept open for 45 days more, until the seller has looked at it, or until the next stage takes
its place. Usual is the middle eight of ten of what other new products sold, those of the category above all (core/review/first_order.py
`demand`); with fewer than LEAST of them nothing is judged.
"""

from collections.abc import Mapping
from datetime import date, datetime, timedelta

import numpy as np
import pandas as pd

from core.errors import InputError
from core.review.catalogue import KEY, launches
from core.review.first_order import demand
from core.workspace import Workspace, sql

STAGES = {"week": 7, "month": 30}  # days from the first sale on
COLUMNS = (
    "marketplace", "sku", "title", "category", "stage", "first_sale", "due_on", "units", "usual", "usual_low", "usual_high", "pace",
    "on_hand", "cover_days", "done_at", "note",
)  # fmt: skip
SLOW, USUAL, FAST, UNKNOWN = "slow", "usual", "fast", "unknown"
LEAST = 3
_OPEN_DAYS = 45


def schedule(ws: Workspace, run: Mapping) -> pd.DataFrame:
    """COLUMNS, a row a product and stage that is due or to come, by day; looked at ones too (done_at). units NaN: not over yet."""
    begun = launches(ws, run["as_of"])
    names, done = ws.frame(sql("review/mini_names"), run_id=run["run_id"]), ws.frame(sql("review/mini_done"))
    rows = begun.merge(names, on=KEY)
    tables = [_stage(rows, stage, days, run["as_of"]) for stage, days in STAGES.items()]
    told = pd.concat(tables, ignore_index=True).merge(done, how="left", on=[*KEY, "stage"])
    return told.sort_values(["due_on", "sku"], ignore_index=True)[list(COLUMNS)]


def due(planned: pd.DataFrame, on: date) -> pd.DataFrame:
    """Those of a schedule that wait for a look: the last stage of each product that is over."""
    last = planned[planned["due_on"] <= on].drop_duplicates(KEY, keep="last")
    return last[last["done_at"].isna()].reset_index(drop=True)


def coming(planned: pd.DataFrame, on: date) -> pd.DataFrame:
    return planned[planned["due_on"] > on].reset_index(drop=True)


def look_at(ws: Workspace, marketplace: str, sku: str, stage: str, note: str | None = None, *, at: datetime) -> None:
    """Note that the seller has looked. Raises InputError for another stage."""
    if stage not in STAGES:
        raise InputError("mini_stage", value=stage, stages=", ".join(STAGES))
    row = {"marketplace": marketplace, "sku": sku, "stage": stage, "note": (note or "").strip()[:200] or None, "at": at}
    with ws.write(new_version=False) as cursor:
        cursor.execute(sql("review/mini_save"), row)


def mark(ws: Workspace) -> tuple:
    """Another one after every look."""
    return ws.rows("select count(*), max(done_at) from mini_review")[0]


def _stage(rows: pd.DataFrame, stage: str, days: int, on: date) -> pd.DataFrame:
    due_on = [first.date() + timedelta(days=days) for first in rows["first_sale"]]
    units = rows[f"units_{days}"].astype(float)
    told = pd.DataFrame([_usual(rows, units, place) for place in range(len(rows))], columns=["usual", "usual_low", "usual_high"])
    pace = np.select(
        [units.isna() | told["usual"].isna(), units < told["usual_low"], units > told["usual_high"]], [UNKNOWN, SLOW, FAST], USUAL
    )
    table = rows.assign(stage=stage, due_on=due_on, units=units, pace=pace, **told)
    return table[np.array([day > on - timedelta(days=_OPEN_DAYS) for day in due_on], dtype=bool)]


def _usual(rows: pd.DataFrame, units: pd.Series, place: int) -> tuple[float, float, float]:
    """(mean, low, high) of what others of its marketplace sold in the stage."""
    others = units.notna() & (rows["marketplace"] == rows["marketplace"].iloc[place]) & (np.arange(len(rows)) != place)
    found = demand(units[others & (rows["category"] == rows["category"].iloc[place])], units[others]) if others.sum() >= LEAST else None
    return (found.mean, *map(float, found.quantile((0.1, 0.9)))) if found else (np.nan, np.nan, np.nan)
