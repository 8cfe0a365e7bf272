"""When did a series change, and is it a change at all? Whether: by the largest difference of ranks before and after (Pettitt 1979), held
against shuffled copies of the series, so that a short one is not believed too soon. When: where two middles explain it best.
"""

from typing import NamedTuple

import numpy as np
import scipy

LEAST = 8  # values
_EDGE = 3  # at each end
_SHUFFLES = 1_999


class Step(NamedTuple):
    """at: the first place after the change; before, after: the middle value on each side; chance: probability of as much by chance."""

    at: int
    before: float
    after: float
    chance: float


def step(values: np.ndarray) -> Step | None:
    """The strongest step in (T,) values; None with fewer than 8 or without any difference. Always the same answer for the same values."""
    if len(values) < LEAST or np.ptp(values) == 0:
        return None
    ranks = scipy.stats.rankdata(values)
    strength = _strength(ranks[None, :])[0]
    shuffled = np.random.default_rng(1979).permuted(np.tile(ranks, (_SHUFFLES, 1)), axis=1)
    as_strong = (_strength(shuffled).max(axis=1) >= strength.max() - 1e-9).sum()
    at = _place(values)
    return Step(at, float(np.median(values[:at])), float(np.median(values[at:])), (1 + as_strong) / (1 + _SHUFFLES))


def _place(values: np.ndarray) -> int:
    """Where two middles, one before and one after, leave least of the series unexplained."""
    sides = ((at, (values[:at], values[at:])) for at in range(_EDGE, len(values) - _EDGE + 1))
    return min(sides, key=lambda one: sum(float(np.abs(side - np.median(side)).sum()) for side in one[1]))[0]


def _strength(ranks: np.ndarray) -> np.ndarray:
    """(N, places) how far the sum of the ranks before a place is from what it would be by chance, in standard deviations."""
    count = ranks.shape[1]
    places = np.arange(_EDGE, count - _EDGE + 1)
    sums = np.cumsum(ranks, axis=1)[:, places - 1]
    spread = np.sqrt(places * (count - places) * (count + 1) / 12)
    return np.abs(sums - places * (count + 1) / 2) / spread


def surely(chances: list[float], most: float) -> list[bool]:
    """Which of several found chances hold when all are looked at together (Benjamini & Hochberg 1995): of those that hold, at most the
    share `most` is expected to be mere chance; where nothing changed at all, any is with that probability."""
    order = np.argsort(chances)
    lines = most * np.arange(1, len(chances) + 1) / max(1, len(chances))
    under = np.flatnonzero(np.asarray(chances, float)[order] <= lines)
    held = np.zeros(len(chances), bool)
    held[order[: under[-1] + 1] if len(under) else []] = True
    return held.tolist()
