"""The season that a report says of a SKU: once it is over little sells, however much was sold before. It comes again every year.

s(week) = share of its days in the season + left · share of its days outside. left: what still sells in the quarter after a season, in
usual weeks of the season; learnt from the years before: of all SKUs with a season together, shrunk to _LEFT, and of the SKU itself, shrunk
to that. A coming week sells at most the first week's demand × s(week) ÷ s of the weeks that the level of today comes from: demand is
lowered where the forecast does not know that the season ends, never raised.
Assumed, not known: _LEFT, before anything was seen.
"""

from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from core.forecast.outlook import Outlook
from core.forecast.spread import level

_LEFT, _LEFT_WEEKS = 0.25, 26.0  # share, and the weeks seen that it weighs as much as
_OWN_WEEKS = 13.0  # weeks that all SKUs together weigh as much as, beside those of the SKU itself
_AFTER = 91  # days after a season that tell
_LEAST_WEEKS = 4  # within a season, that tell what is usual in it
_YEAR, _LONGEST = 365, 300  # days; a longer season is none


@dataclass(frozen=True, eq=False)
class SaidSeason:
    """begins, days: (N,) first day and length; NaT and 0 without a season; left: (N,) share, NaN without; now: (N,) s of the weeks that
    today's level comes from."""

    begins: np.ndarray
    days: np.ndarray
    left: np.ndarray
    now: np.ndarray

    def until(self, day: pd.Timestamp) -> np.ndarray:
        """(N,) last day of the season that is on or comes next, NaT without one."""
        ends = self.begins + (self.days - 1).astype("timedelta64[D]")
        years = np.ceil((np.datetime64(day, "D") - ends).astype(float) / _YEAR)
        return ends + np.where(np.isnan(years), 0, years * _YEAR).astype("timedelta64[D]")

    def factors(self, weeks: pd.DatetimeIndex) -> np.ndarray:
        """(N, W) of coming weeks, by their first day, ≤ 1; 1 without a season."""
        inside, _ = _places(self.begins, self.days, weeks)
        s = _shares(inside, self.left)
        return np.where(np.isnan(s), 1.0, np.minimum(1.0, s / self.now[:, None]))


def of(units: np.ndarray, weeks: pd.DatetimeIndex, begins: np.ndarray, ends: np.ndarray) -> SaidSeason:
    """The season of every series of (N, T) units. begins, ends: (N,) datetime64[D], NaT where none is said."""
    days = (ends - begins).astype(float) + 1
    none = ~((days > 0) & (days <= _LONGEST))
    begins, days = np.where(none, np.datetime64("NaT"), begins), np.where(none, 0, days)
    inside, after = _places(begins, days, weeks)
    left = np.where(none, np.nan, _left(units, inside, after))
    now = level(np.where(np.isnan(units), np.nan, _shares(inside, left)))
    return SaidSeason(begins, days, left, np.where(now > 0, now, 1.0))


def _places(begins: np.ndarray, days: np.ndarray, weeks: pd.DatetimeIndex) -> tuple[np.ndarray, np.ndarray]:
    """(N, W) share of each week's days in the season, and whether it lies within the quarter after one."""
    each = weeks.to_numpy().astype("datetime64[D]")[None, :, None] + np.arange(7).astype("timedelta64[D]")
    since = np.mod((each - begins[:, None, None]).astype(float), _YEAR)  # NaN without a season
    length = days[:, None, None]
    return (since < length).mean(axis=2), ((since >= length) & (since < length + _AFTER)).all(axis=2)


def _shares(inside: np.ndarray, left: np.ndarray) -> np.ndarray:
    """(N, W) s of each week; NaN without a season."""
    return inside + left[:, None] * (1 - inside)


def _left(units: np.ndarray, inside: np.ndarray, after: np.ndarray) -> np.ndarray:
    """(N,) what sells after the season, in usual weeks of it."""
    known = ~np.isnan(units)
    usual, usual_weeks = _mean(units, known & (inside == 1))
    later, weeks = _mean(units, known & after)
    tells = (usual_weeks >= _LEAST_WEEKS) & (usual > 0)
    ratio, weeks = np.minimum(1.0, later / np.where(tells, usual, 1.0)), np.where(tells, weeks, 0)
    every = ((weeks * ratio).sum() + _LEFT_WEEKS * _LEFT) / (weeks.sum() + _LEFT_WEEKS)
    return (weeks * ratio + _OWN_WEEKS * every) / (weeks + _OWN_WEEKS)


def _mean(units: np.ndarray, which: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(N,) mean of the weeks of a mask, 0 of none, and how many they are."""
    count = which.sum(axis=1)
    return np.where(which, np.nan_to_num(units), 0.0).sum(axis=1) / np.maximum(1, count), count


def lowered(outlook: Outlook, factors: np.ndarray) -> Outlook:
    """The outlook with no more in a week than the first week's demand times its factor; factors: (N, H), 1 leaves a week as it is."""
    steps = np.diff(outlook.cumulative, axis=1, prepend=0.0)
    weekly, cumulative, mean = (_at_most(part, factors) for part in (outlook.weekly, steps, outlook.mean[:, :, None]))
    return replace(outlook, weekly=weekly, cumulative=np.cumsum(cumulative, axis=1), mean=mean[:, :, 0])


def _at_most(weeks: np.ndarray, factors: np.ndarray) -> np.ndarray:
    """(N, H, Q)."""
    times = factors[:, :, None]
    return np.where(times < 1, np.minimum(weeks, weeks[:, :1] * times), weeks)
