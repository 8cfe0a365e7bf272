"""One model for all series: quantiles of the sum of the next h weeks, learnt by gradient boosting on what followed every past week.

A row is (series, origin, h): features at the origin, target = units of the h weeks after it ÷ (h · scale of the series). Loss: pinball, in
which a series weighs the root of its scale. Source: forecast.md ("LightGBM trained directly on cumulative demand, quantile loss").
Promise: a row of origin o and horizon h is used only if o + h weeks are known.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

import numpy as np

from core.forecast.features import HORIZONS, Origin, features

SHARES = (0.1, 0.5, 0.9)
_LEAST_HISTORY = 6  # weeks before the first origin
_MOST_ORIGINS = 26
_SETTINGS = {
    "objective": "quantile",
    "learning_rate": 0.05,
    "num_leaves": 31,
    "min_data_in_leaf": 60,
    "feature_fraction": 0.4,
    "bagging_fraction": 0.7,
    "bagging_freq": 1,
    "lambda_l2": 1.0,
    "max_bin": 127,
    "verbosity": -1,
    "num_threads": 1,  # the quantiles are fitted side by side; more threads a fit only wait for each other
    "deterministic": True,
    "seed": 1,
}
_ROUNDS = 100


@dataclass(frozen=True, eq=False)
class Rows:
    """R rows to learn from: table (R, F), target (R,) sums over h · scale, weight (R,)."""

    table: np.ndarray
    target: np.ndarray
    weight: np.ndarray

    def weighing(self, total: float) -> "Rows":
        """The same rows, weighing `total` rows together."""
        return Rows(self.table, self.target, self.weight * (total / max(1e-12, self.weight.sum())))


def rows(units: np.ndarray, sold: np.ndarray, most: int, seed: int = 0, price: np.ndarray | None = None) -> Rows | None:
    """At most about `most` rows: a random part of the series at evenly spread origins. None where nothing can be learnt.
    units: (N, T) for the features, outliers held down; sold: (N, T) what was sold, which is to be foretold; price: (N, T), or
    None for features without prices."""
    usable = units.shape[1] - _LEAST_HISTORY
    if usable < 1:
        return None
    origins = _LEAST_HISTORY + np.unique(np.linspace(0, usable - 1, min(_MOST_ORIGINS, usable)).astype(int))
    pairs = [(at, [h for h in HORIZONS if at + h <= units.shape[1]]) for at in origins]
    count = sum(len(known) for _, known in pairs)
    if not count:
        return None
    random = np.random.default_rng(seed)
    parts = [part for at, known in pairs if known for part in _rows_at(units, sold, price, int(at), known, most / count, random)]
    return Rows(*(np.concatenate(column) for column in zip(*parts, strict=True))) if parts else None


def _rows_at(units, sold, price, at: int, horizons: list[int], most: float, random) -> list[tuple]:
    begun = np.flatnonzero((np.nan_to_num(units[:, :at]) > 0).any(axis=1))
    if not len(begun):
        return []
    chosen = np.sort(random.choice(begun, min(len(begun), max(1, int(most))), replace=False))
    origin = features(units[chosen], at, tuple(horizons), None if price is None else price[chosen])
    return [_rows_of(origin, sold[chosen, at : at + h].sum(axis=1), h) for h in horizons]


def _rows_of(origin: Origin, sums: np.ndarray, h: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    known = ~np.isnan(sums)
    scale = origin.scale[known]
    return origin.rows(h)[known], sums[known] / (h * scale), np.sqrt(scale * h)


@dataclass(frozen=True, eq=False)
class Pooled:
    """The fitted boosters, one a share of SHARES."""

    boosters: tuple

    def sums(self, units: np.ndarray, price: np.ndarray | None = None) -> np.ndarray:
        """(N, len(HORIZONS), 3) quantiles of the sums after the last week of (N, T) units; rising over shares and horizons.
        price: as it was learnt from."""
        origin = features(units, units.shape[1], price=price)
        table = np.concatenate([origin.rows(h) for h in HORIZONS])
        said = np.column_stack(_side_by_side(lambda booster: booster.predict(table, num_threads=1), self.boosters))
        ratios = said.reshape(len(HORIZONS), len(units), len(SHARES)).swapaxes(0, 1)
        sums = ratios * origin.scale[:, None, None] * np.array(HORIZONS)[None, :, None]
        return np.maximum.accumulate(np.sort(np.maximum(sums, 0.0), axis=2), axis=1)


def fit(parts: Sequence[Rows], rounds: int = _ROUNDS) -> Pooled:
    """Learn from the rows of one or more panels together."""
    import lightgbm

    table, target, weight = (np.concatenate([getattr(part, name) for part in parts]) for name in ("table", "target", "weight"))
    bins = {"max_bin": _SETTINGS["max_bin"], "min_data_in_leaf": _SETTINGS["min_data_in_leaf"], "verbosity": -1}
    data = lightgbm.Dataset(table, target, weight=weight, params=bins, free_raw_data=False).construct()
    return Pooled(tuple(_side_by_side(lambda share: lightgbm.train(_SETTINGS | {"alpha": share}, data, rounds), SHARES)))


def _side_by_side(work, items: Sequence) -> list:
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(work, items))
