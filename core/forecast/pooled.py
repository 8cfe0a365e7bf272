"""One model for all series: quantiles of the sum of the next h weeks, learnt by gradient boosting on what followed every past week.

A row is (series, origin, h): features at the origin, target = units of the h weeks after it ÷ (h · scale of the series). Loss: pinball, in
which a series weighs the root of its scale, and an old lesson less than a new one.
Source: forecast.md ("LightGBM trained directly on cumulative demand, quantile loss").
Promise: a row of origin o and horizon h is used only if o + h weeks are known.
"""

from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import product

import numpy as np

from core.forecast.features import HORIZONS, Origin, features

SHARES = (0.1, 0.5, 0.9)
_LEAST_HISTORY = 6  # weeks before the first origin
_MOST_ORIGINS = 26
_SPREAD = 4  # of one series at one origin only some horizons are rows, so that more series and origins speak
HALF_LIFE = 20.0  # weeks after which a lesson of one's own weighs half: customers, range and season move on
_SETTINGS = {
    "objective": "quantile",
    "learning_rate": 0.075,
    "num_leaves": 31,
    "min_data_in_leaf": 200,
    "extra_trees": True,  # of each feature one random cut: lumpy weeks tempt the best cut to learn noise
    "feature_fraction": 0.4,
    "bagging_fraction": 0.5,
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


def rows(
    units: np.ndarray, sold: np.ndarray, most: int, seed: int = 0, price: np.ndarray | None = None, half_life: float = HALF_LIFE
) -> Rows | None:
    """At most about `most` rows: a random part of the series at evenly spread origins. None where nothing can be learnt.
    units: (N, T) for the features, outliers held down; sold: (N, T) what was sold, which is to be foretold; price: (N, T), or
    None for features without prices; half_life: weeks after which a lesson weighs half."""
    usable = units.shape[1] - _LEAST_HISTORY
    if usable < 1:
        return None
    origins = _LEAST_HISTORY + np.unique(np.linspace(0, usable - 1, min(_MOST_ORIGINS, usable)).astype(int))
    pairs = [(at, [h for h in HORIZONS if at + h <= units.shape[1]]) for at in origins]
    count = sum(len(known) for _, known in pairs)
    if not count:
        return None
    random = np.random.default_rng(seed)
    parts = [part for at, known in pairs if known for part in _rows_at(units, sold, price, int(at), known, most / count, random, half_life)]
    return Rows(*(np.concatenate(column) for column in zip(*parts, strict=True))) if parts else None


def _rows_at(units, sold, price, at: int, horizons: list[int], most: float, random, half_life: float) -> list[tuple]:
    begun = np.flatnonzero((np.nan_to_num(units[:, :at]) > 0).any(axis=1))
    if not len(begun):
        return []
    each = max(1, int(most))  # rows of one horizon
    chosen = np.sort(random.choice(begun, min(len(begun), _SPREAD * each), replace=False))
    origin = features(units[chosen], at, tuple(horizons), None if price is None else price[chosen])
    fresh = 0.5 ** ((units.shape[1] - at) / half_life)
    return [_rows_of(origin, sold[chosen, at : at + h].sum(axis=1), h, fresh, _some(len(chosen), each, random)) for h in horizons]


def _some(count: int, most: int, random) -> np.ndarray:
    return np.arange(count) if count <= most else np.sort(random.choice(count, most, replace=False))


def _rows_of(origin: Origin, sums: np.ndarray, h: int, fresh: float, some: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    known = some[~np.isnan(sums[some])]
    scale = origin.scale[known]
    return origin.rows(h)[known], sums[known] / (h * scale), fresh * np.sqrt(scale * h)


@dataclass(frozen=True, eq=False)
class Pooled:
    """The fitted boosters, one a share of SHARES."""

    boosters: tuple

    def sums(self, units: np.ndarray, price: np.ndarray | None = None) -> np.ndarray:
        """(N, len(HORIZONS), 3) quantiles of the sums after the last week of (N, T) units; rising over shares and horizons.
        price: as it was learnt from."""
        origin = features(units, units.shape[1], price=price)
        table = np.concatenate([origin.rows(h) for h in HORIZONS])
        halves = np.array_split(table, 2)
        pieces = _side_by_side(lambda pair: pair[0].predict(pair[1], num_threads=1), list(product(self.boosters, halves)))
        said = np.column_stack([np.concatenate(pair) for pair in zip(pieces[::2], pieces[1::2], strict=True)])
        ratios = said.reshape(len(HORIZONS), len(units), len(SHARES)).swapaxes(0, 1)
        sums = ratios * origin.scale[:, None, None] * np.array(HORIZONS)[None, :, None]
        return np.maximum.accumulate(np.sort(np.maximum(sums, 0.0), axis=2), axis=1)


def fit(lessons: Sequence[Sequence[Rows]], rounds: int = _ROUNDS) -> list[Pooled]:
    """A model for each of `lessons`, the rows of one or more panels together; all are learnt side by side."""
    import lightgbm

    data = [_data(parts) for parts in lessons]
    work = list(product(data, SHARES))
    boosters = _side_by_side(lambda pair: lightgbm.train(_SETTINGS | {"alpha": pair[1]}, pair[0], rounds), work)
    return [Pooled(tuple(boosters[at : at + len(SHARES)])) for at in range(0, len(work), len(SHARES))]


def _data(parts: Sequence[Rows]):
    import lightgbm

    table, target, weight = (np.concatenate([getattr(part, name) for part in parts]) for name in ("table", "target", "weight"))
    bins = {name: _SETTINGS[name] for name in ("max_bin", "min_data_in_leaf", "verbosity")}
    return lightgbm.Dataset(table, target, weight=weight, params=bins, free_raw_data=False).construct()


def _side_by_side(work, items: Sequence) -> list:
    with ThreadPoolExecutor(2) as threads:
        return list(threads.map(work, items))
