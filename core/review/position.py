"""Where every SKU stood on a day of the past, and what was expected of it then: a stored run of that day, else made from the data up to it.

Promise: nothing that came after the day is looked at. Definitions: core/health.py, core/forecast/expected.py.
"""

from dataclasses import dataclass
from datetime import date

import pandas as pd

from core import health, settings
from core.forecast import expected
from core.forecast.models import MODELS
from core.review import actuals
from core.workspace import Workspace, sql

MODEL = "ses"  # of a day without a run: a tenth of the default's time, as for the trend of earlier days
MEASURES = ("turnover", "stock_to_sales", "stale_share", "sell_through", "on_hand")


@dataclass(frozen=True, kw_only=True, eq=False)
class Position:
    """rows: a row per marketplace × sku, columns of run_health with demand_path (mean), demand_p10 … and sum_p10 … (of the sums); cohorts:
    columns of run_cohort; run_id: of the stored run, None where it was made now."""

    on: date
    rows: pd.DataFrame
    cohorts: pd.DataFrame
    run_id: int | None

    def of(self, marketplace: str | None, sku: str | None) -> dict | None:
        found = self.rows[(self.rows["marketplace"] == marketplace) & (self.rows["sku"] == sku)].to_dict("records")
        return found[0] if found else None

    def ages(self, marketplace: str, sku: str) -> pd.DataFrame:
        return self.cohorts[(self.cohorts["marketplace"] == marketplace) & (self.cohorts["sku"] == sku)]


def position(ws: Workspace, on: date) -> Position:
    """The whole catalogue on a day."""
    run_id = ws.rows(sql("review/run_on"), as_of=on)[0][0]
    if run_id is None:
        return _made(ws, on)
    cohorts = ws.frame("select * exclude (run_id) from run_cohort where run_id = $run_id", run_id=run_id)
    return Position(on=on, rows=ws.frame(sql("review/run_position"), run_id=run_id), cohorts=cohorts, run_id=run_id)


def _made(ws: Workspace, on: date) -> Position:
    policy = settings.policy(ws)
    with ws.read() as cursor:
        health.compute(cursor, on, policy)
        expected.compute(cursor, on, policy, MODELS[MODEL])
        rows, cohorts = cursor.execute(sql("review/position")).df(), cursor.execute("from health_cohort").df()
    return Position(on=on, rows=rows, cohorts=cohorts, run_id=None)


def measures(rows: pd.DataFrame) -> dict[str, float]:
    """MEASURES of these SKUs together: units sold in 90 days a year over what was on hand on average, units on hand over those sold in 30
    days, share aged 181 days or more, share sold in 90 days, units on hand. NaN where nothing is known."""
    on_hand, month, quarter, turned, aged = (
        pd.to_numeric(rows[name]).astype(float) for name in ("on_hand", "units_30", "units_90", "sell_through", "aged_181_units")
    )
    average = (quarter / turned).where(turned > 0, on_hand)
    there, sold, average, month = (part.sum(min_count=1) for part in (on_hand, quarter, average, month))
    aged = aged.where(rows["age_days"].isna(), aged.fillna(0.0)).sum(min_count=1)
    return {
        "turnover": actuals.ratio(sold * 365 / 90, average), "stock_to_sales": actuals.ratio(there, month),
        "stale_share": actuals.ratio(aged, there), "sell_through": actuals.ratio(sold, average), "on_hand": float(there),
    }  # fmt: skip
