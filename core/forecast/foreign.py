"""Real demand of other shops (data/demand), to learn from beside the seller's own.

Promise: a set of which the seller's panel is a copy is left out, whatever its dates and names: else the past would know its future.
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq

_DATA = Path(__file__).parents[2] / "data" / "demand"
_SAMPLE = 120  # own series that are looked for in a set
_LEAST_WEEKS = 20  # overlap at which likeness says something
_ALIKE = (1.0, 0.78)  # how alike two series must be: 1 at no overlap, falling with 1/√weeks towards the second
_SHARE = 0.04  # of the sample found at one and the same shift: a copy (a set is itself a sample)


@cache
def sets() -> dict[str, np.ndarray]:
    """{name: (N, 52) weekly units}, NaN before the first sale."""
    return {file.stem: _read(file) for file in sorted(_DATA.glob("*.parquet"))}


def _read(file: Path) -> np.ndarray:
    units = pq.read_table(file, columns=["units"])["units"].combine_chunks()
    return units.flatten().to_numpy(zero_copy_only=False).astype(float).reshape(len(units), -1)


def without_copies(units: np.ndarray) -> dict[str, np.ndarray]:
    """The sets to learn from beside a panel of (N, T) units."""
    return {name: foreign for name, foreign in sets().items() if not is_copy(units, foreign)}


def is_copy(units: np.ndarray, foreign: np.ndarray) -> bool:
    """Are the busiest series of `units` found in `foreign`, all at the same shift of weeks? Compared are the steps from week to week,
    so that two shops with one season are no copies. Too few weeks prove nothing."""
    own = _steps(units[np.argsort(-np.nan_to_num(units).sum(axis=1), kind="stable")[:_SAMPLE]])
    theirs = _steps(foreign)
    span = own.shape[1]
    if span < _LEAST_WEEKS:
        return False
    shifts = range(_LEAST_WEEKS - span, theirs.shape[1] - _LEAST_WEEKS + 1)
    between = cache(lambda begin, end: _unit(theirs[:, begin:end]))  # many shifts meet all their weeks
    found = [_found(own, between, theirs.shape[1], shift) for shift in shifts]
    return max(found, default=0) >= max(1 if len(own) < 10 else 2, _SHARE * len(own))


def _steps(units: np.ndarray) -> np.ndarray:
    return np.diff(np.sqrt(np.nan_to_num(units).astype(np.float32)), axis=1)


def _found(own: np.ndarray, between: Callable[[int, int], np.ndarray], weeks: int, shift: int) -> int:
    """How many own series have a like one when own week t lies on their week t + shift, of `weeks`. between: their steps from one week to
    another, as _unit gives them."""
    begin, end = max(0, -shift), min(own.shape[1], weeks - shift)
    mine, other = _unit(own[:, begin:end]), between(begin + shift, end + shift)
    if not len(mine) or not len(other):
        return 0
    sure, far = _ALIKE
    needed = min(0.97, far + (sure - far) * np.sqrt(_LEAST_WEEKS / (end - begin)))
    return int((np.max(mine @ other.T, axis=1) >= needed).sum())


def _unit(steps: np.ndarray) -> np.ndarray:
    """Series that moved in at least half of the weeks, centred, of length 1: products of two are correlations."""
    busy = steps[(steps != 0).mean(axis=1) >= 0.5]
    centred = busy - busy.mean(axis=1, keepdims=True)
    return centred / np.maximum(1e-12, np.linalg.norm(centred, axis=1, keepdims=True))
