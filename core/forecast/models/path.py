"""What models share that say one expected path a series: the pooled spread around it, and who speaks where a model cannot.

Promise: a path below zero is clipped and said (reason `clipped`); a series the model cannot fit is answered by `ses` and said: `no_sales`
(nothing known of it), `short_history` (fewer weeks than the model needs), `fit_failed` (the library gave up).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.forecast.models import ses
from core.forecast.outlook import Outlook
from core.forecast.panel import Panel
from core.forecast.spread import Spread, learn, level
from core.forecast.spread_out import Job, paths

STOOD_IN = ("no_sales", "short_history", "fit_failed")
Path = Callable[[int], np.ndarray]


@dataclass(frozen=True)
class FittedPaths:
    """path(weeks): (N, weeks) expected units a week, NaN in a row that failed; base: (N,) the smoothed level that stands in then."""

    name: str
    path: Path
    base: np.ndarray
    weeks_known: np.ndarray
    least: int
    spread: Spread

    def predict(self, weeks: int, quantiles: Sequence[float]) -> Outlook:
        path = self.path(weeks)
        failed = ~np.isfinite(path).all(axis=1)
        clipped = (path < 0).any(axis=1)
        mean = np.where(failed[:, None], self.base[:, None], path)
        outlook = ses.FittedPath(self.name, lambda _: mean, self.spread).predict(weeks, quantiles)
        why = np.select([self.weeks_known == 0, self.weeks_known < self.least], STOOD_IN[:2], STOOD_IN[2])
        reason = np.where(failed, why, np.where(clipped, "clipped", None)).astype(object)
        return replace(outlook, model=np.where(failed, ses.NAME, self.name).astype(object), reason=reason)


def fitted(name: str, panel: Panel, path: Path, least: int = 1) -> FittedPaths:
    """least: weeks a series needs before the model says anything."""
    return FittedPaths(name, path, np.nan_to_num(level(panel.units)), panel.seen, least, learn(panel.units))


def one_by_one(name: str, panel: Panel, job: Job, least: int = 1, engine: str | None = None) -> FittedPaths:
    """A model that fits each series on its own: `job` (see spread_out) gets those with at least `least` known weeks."""
    able = np.flatnonzero(panel.seen >= max(1, least))

    def path(weeks: int) -> np.ndarray:
        found = np.full((len(panel), weeks), np.nan)
        found[able] = paths(job, histories(panel.only(able)), weeks, engine)
        return found

    return fitted(name, panel, path, least)


def histories(panel: Panel) -> pd.DataFrame:
    """first, units: every series from its first known week on; weeks between that say nothing are NaN."""
    start = np.argmax(~np.isnan(panel.units), axis=1)
    return pd.DataFrame({"first": panel.weeks[start], "units": [row[begin:] for row, begin in zip(panel.units, start, strict=True)]})


def filled(units: np.ndarray, around: int = 8) -> np.ndarray:
    """One series without gaps, for libraries that take none: a week that says nothing gets the mean of the known ones up to `around` weeks
    before it (of the known ones after it where there are none)."""
    known = pd.Series(units)
    local = known.rolling(around, min_periods=1).mean().ffill().bfill()
    return known.fillna(local).to_numpy()
