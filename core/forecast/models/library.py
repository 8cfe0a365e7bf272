"""Models of statsforecast, all series in one call (Garza, Mergenthaler, Challú, Olivares (2022), StatsForecast, Nixtla).

Its models take no gaps: weeks that say nothing are filled with the local level (path.filled). A series on which the library gives up
comes back as NaN (its NaNModel) and is answered by ses.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial

import numpy as np
import pandas as pd

from core.forecast.models.path import FittedPaths, filled, one_by_one
from core.forecast.panel import Panel


@dataclass(frozen=True)
class Library:
    """make: gives the statsforecast model (imported only then); least: known weeks it needs."""

    name: str
    make: Callable[[], object]
    least: int = 1
    engine: str | None = None

    def fit(self, panel: Panel) -> FittedPaths:
        return one_by_one(self.name, panel, partial(_paths, self.make), self.least, self.engine)


def _paths(make: Callable[[], object], table: pd.DataFrame, weeks: int) -> np.ndarray:
    from statsforecast import StatsForecast
    from statsforecast.models import NaNModel

    units = [filled(one) for one in table["units"]]
    lengths = [len(one) for one in units]
    week = np.concatenate([np.arange(length) for length in lengths])
    long = pd.DataFrame({"unique_id": np.repeat(np.arange(len(units)), lengths), "ds": week, "y": np.concatenate(units)})
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # its search tries orders that do not converge, says so each time, and takes another
        found = StatsForecast([make()], freq=1, n_jobs=1, fallback_model=NaNModel()).forecast(h=weeks, df=long)
    return found.sort_values(["unique_id", "ds"], kind="stable").iloc[:, 2].to_numpy(float).reshape(len(units), weeks)
