"""Prophet: trend with changepoints and, from two years on, the season of the year. A fit a series, in threads (its optimiser is a
process of its own), so it is for hundreds of series, not for tens of thousands. A path below zero is clipped and said.

Source: Taylor, Letham (2018), Forecasting at scale, The American Statistician 72. What it saw in one series: core/forecast/prophet_view.py.
"""

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.forecast.models.path import FittedPaths, one_by_one
from core.forecast.panel import Panel
from core.forecast.prophet_view import explain, quiet

__all__ = ["MODEL", "NAME", "ProphetModel", "explain"]
NAME = "prophet"
_LEAST = 10  # weeks
_THREADS = 2


@dataclass(frozen=True)
class ProphetModel:
    name: str = NAME
    engine: str | None = None

    def fit(self, panel: Panel) -> FittedPaths:
        return one_by_one(self.name, panel, _paths, _LEAST, self.engine)


def _paths(table: pd.DataFrame, weeks: int) -> np.ndarray:
    quiet()
    with ThreadPoolExecutor(_THREADS) as pool:
        return np.stack(list(pool.map(lambda row: _path(row.first, row.units, weeks), table.itertuples())))


def _path(first: pd.Timestamp, units: np.ndarray, weeks: int) -> np.ndarray:
    """(weeks,), NaN where the optimiser gives up. Weeks that say nothing are left out, as the library does with NaN."""
    from prophet import Prophet

    days = pd.date_range(first, periods=len(units) + weeks, freq="7D")
    model = Prophet(weekly_seasonality=False, daily_seasonality=False, uncertainty_samples=0)
    try:
        model.fit(pd.DataFrame({"ds": days[: len(units)], "y": units}))
    except (RuntimeError, ValueError):  # cmdstan gave up; too few points
        return np.full(weeks, np.nan)
    return model.predict(pd.DataFrame({"ds": days[len(units) :]}))["yhat"].to_numpy()


MODEL = ProphetModel()
