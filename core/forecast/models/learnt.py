"""What tree models learn from: at many past weeks, what was sold before (features) and how much a week was sold after (target).

Direct, never recursive: one model answers for the sum of the next h weeks, h being a feature; recursion runs away on lumpy series
(forecast.md). All units are divided by the level of their series at that week, so that all series teach one model.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.forecast.models.path import FittedPaths, fitted
from core.forecast.panel import Panel
from core.forecast.spread import level

_HORIZONS = np.array([1, 2, 4, 8, 13, 26])
_WINDOWS = (1, 2, 4, 8, 13, 26, 52)
_LEAST_ORIGIN = 8  # weeks before the first lesson
_LEAST_LESSONS = 50
_MOST_LESSONS = 60_000
_YEAR = 52.18  # weeks
_SEASONS = 78  # weeks of history from which on a season can be told from a date
_LARGEST = 20.0  # a target beyond that many levels teaches noise

Predict = Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True)
class Learnt:
    """train(features, target, weight) gives a function features → target; it is called in fit."""

    name: str
    train: Callable[[np.ndarray, np.ndarray, np.ndarray], Predict]

    def fit(self, panel: Panel) -> FittedPaths:
        features, target, weight = _lessons(panel)
        if len(target) < _LEAST_LESSONS or not (target > 0).any():  # of lessons without one sale nothing can be learnt
            return fitted(self.name, panel, lambda weeks: np.full((len(panel), weeks), np.nan), least=len(panel.weeks) + 1)
        predict = self.train(features, target, weight)
        return fitted(self.name, panel, lambda weeks: _path(panel, predict, weeks))


def _lessons(panel: Panel) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """features (L, F), target (L,) levels a week, weight (L,): the level, so that an error counts in units."""
    known, rows = len(panel.weeks), [(np.zeros((0, len(_WINDOWS) + 6)), np.zeros(0), np.zeros(0))]
    for origin in range(_LEAST_ORIGIN, known):
        features, base = _features(panel.units[:, :origin])
        for h in _HORIZONS[known - origin >= _HORIZONS]:
            ahead = panel.units[:, origin : origin + h].mean(axis=1)
            use = (base > 0) & ~np.isnan(ahead)
            target = np.minimum(ahead[use] / base[use], _LARGEST)
            rows.append((_with_horizon(features[use], panel.weeks, origin, h), target, base[use]))
    features, target, weight = (np.concatenate(part) for part in zip(*rows, strict=True))
    if len(target) <= _MOST_LESSONS:
        return features, target, weight
    some = np.random.default_rng(0).choice(len(target), _MOST_LESSONS, replace=False)
    return features[some], target[some], weight[some]


def _features(units: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(N, W + 3) means of the last weeks in levels, share of weeks with a sale, weeks known, level; and (N,) the level in units."""
    base, seen = level(units), ~np.isnan(units)
    safe = np.where(base > 0, base, 1.0)
    count = np.maximum(seen.sum(axis=1), 1)
    means = [_mean(units[:, -window:]) / safe for window in _WINDOWS]
    sold = (np.nan_to_num(units) > 0).sum(axis=1) / count
    return np.column_stack([*means, sold, seen.sum(axis=1), np.log1p(np.nan_to_num(base))]), np.nan_to_num(base)


def _mean(units: np.ndarray) -> np.ndarray:
    """(N,) mean of the known weeks; 0 where none is."""
    return np.nansum(units, axis=1) / np.maximum(np.sum(~np.isnan(units), axis=1), 1)


def _with_horizon(features: np.ndarray, weeks: pd.DatetimeIndex, origin: int, h: int) -> np.ndarray:
    """h, and the place in the year of the middle of the h weeks: 0 where every place was seen once at most, for then it is a date."""
    middle = 2 * np.pi * (weeks[0].day_of_year / 7 + origin + h / 2) / _YEAR
    place = [np.sin(middle), np.cos(middle)] if len(weeks) >= _SEASONS else [0.0, 0.0]
    return np.column_stack([features, np.full((len(features), 3), [h, *place])])


def _path(panel: Panel, predict: Predict, weeks: int) -> np.ndarray:
    """(N, weeks): the sums that were learnt, joined by lines that never fall, taken apart into weeks."""
    features, base = _features(panel.units)
    sums = [np.zeros(len(panel))]
    for h in _HORIZONS:
        sums.append(h * base * np.maximum(0, predict(_with_horizon(features, panel.weeks, len(panel.weeks), h))))
    rising = np.maximum.accumulate(np.column_stack(sums), axis=1)
    ends = np.arange(weeks + 1)
    joined = np.stack([np.interp(ends, [0, *_HORIZONS], row) for row in rising]) if len(rising) else np.zeros((0, weeks + 1))
    path = np.diff(joined, axis=1)
    path[:, _HORIZONS[-1] :] = rising[:, -1:] / _HORIZONS[-1]
    return path
