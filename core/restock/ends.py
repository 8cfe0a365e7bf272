"""What a run says of products at their end: lifecycle.ending with margin and residual value from the clearance terms of each."""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from core import policy as policies
from core.clearance.build import terms_of
from core.clearance.screen import cases_of
from core.fees.schedule import RateBook
from core.restock import settings
from core.restock.lifecycle import COLUMNS, STAGES, ending
from core.workspace import Workspace, sql


def of_run(ws: Workspace, run: Mapping, book: RateBook) -> pd.DataFrame:
    """lifecycle.COLUMNS of a stored run (results.latest_run) at the rates of `book`."""
    positions = settings.positions(ws, run["run_id"])
    rows = positions[positions["stage"].isin(STAGES) & (positions["on_hand"] > 0)].reset_index(drop=True)
    if rows.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    cohorts = ws.frame(sql("results/cohorts"), run_id=run["run_id"], marketplace=None, sku=None)
    cases = cases_of(rows, cohorts, run["as_of"], policies.of_run(run), book)
    found = [_of_case(case, terms) for case, (terms, _) in zip(cases, terms_of(cases), strict=True)]
    exits = rows[["marketplace", "sku"]].assign(margin=[one for one, _ in found], residual=[other for _, other in found])
    return ending(rows, exits, run["as_of"])


def _of_case(case, terms) -> tuple[float, float]:
    """(margin of a sale at today's price, worth of a unit that leaves today); NaN where a fee is unknown."""
    margin = float("nan") if terms.unseen or np.isnan(terms.margin).any() else float(terms.margin[0, case.shares.index(1.0)])
    return margin, float(terms.exit_value[0])
