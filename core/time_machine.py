"""What would change at other rates: the SKUs at risk of a stored run valued twice, at the seller's rates and at those of another book.

Same stock, ages, demand, thresholds and day; only the rates differ. Another book is another day's schedule (RateBook.as_on), or a draft
(schedules.book with drafts). Promise: what cannot be valued at one of the two is NaN with a reason; it never counts as a change.
"""

from collections.abc import Callable

import numpy as np
import pandas as pd

from core import policy, schedules
from core.clearance.screen import screen
from core.errors import InputError
from core.fees.schedule import RateBook
from core.workspace import Workspace, sql

KEY = ["marketplace", "sku"]
COLUMNS = [*KEY, "title", "currency", "best_before", "best_after", "value_before", "value_after", "change", "flips", "by", "reason"]
Progress = Callable[[float], None]


def compare(ws: Workspace, run_id: int, book: RateBook, *, progress: Progress | None = None) -> pd.DataFrame:
    """COLUMNS, a row per SKU that the run valued, the largest stakes first; money in the marketplace's currency.

    best_*, value_*: best action and what it brings, before (the seller's rates in force) and after (`book`); change = after − before;
    flips: the best action is another one; by: what the new best brings more than the old best would at the new rates (0: no flip).
    Raises InputError where there is no such run.
    """
    found, tell = stock(ws, run_id), progress or (lambda share: None)
    _, before = screen(*found, lambda share: tell(share / 2), book=schedules.book(ws))
    options, after = screen(*found, lambda share: tell((1 + share) / 2), book=book)
    both = before[[*KEY, "best_option", "best_value", "reason"]].merge(after[[*KEY, "best_option", "best_value", "reason"]], on=KEY)
    both.columns = [*KEY, "best_before", "value_before", "reason_before", "best_after", "value_after", "reason_after"]
    return _judged(both, options).merge(found[0][[*KEY, "title", "currency"]], on=KEY)[COLUMNS]


def stock(ws: Workspace, run_id: int) -> tuple:
    """Positions, cohorts, day and thresholds of a run, as clearance.screen takes them. Raises InputError where there is no such run."""
    found = ws.rows(sql("time_machine/run"), run_id=run_id)
    if not found:
        raise InputError("no_such_run", run_id=run_id)
    as_of, thresholds = found[0]
    positions, cohorts = (ws.frame(sql(f"time_machine/{name}"), run_id=run_id) for name in ("at_risk", "cohorts"))
    return positions, cohorts, as_of, policy.of_run({"policy": thresholds})


def _judged(both: pd.DataFrame, options: pd.DataFrame) -> pd.DataFrame:
    """With change, flips, by and reason."""
    known = both["best_before"].notna() & both["best_after"].notna()
    flips = known & (both["best_before"] != both["best_after"])
    worth = options.set_index([*KEY, "option"])["value"]
    old_best = worth.reindex(pd.MultiIndex.from_frame(both[[*KEY, "best_before"]])).to_numpy()
    by = np.where(flips, both["value_after"] - old_best, np.where(known, 0.0, np.nan))
    told = both.assign(change=both["value_after"] - both["value_before"], flips=flips, by=by)
    told["reason"] = told["reason_after"].where(told["reason_after"].notna(), told["reason_before"])
    stakes = np.maximum(told["by"].abs(), told["change"].abs()).fillna(-1.0)
    return told.assign(stakes=stakes).sort_values(["flips", "stakes", *KEY], ascending=[False, False, True, True], ignore_index=True)
