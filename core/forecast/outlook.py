"""What may be sold: quantiles of every coming week and of the sum up to it.

Promise: never negative, never crossing: higher quantiles are never below lower ones, sums never fall from week to week.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

QUANTILES = (0.1, 0.5, 0.9)
WEEKS = 26


@dataclass(frozen=True, kw_only=True, eq=False)
class Outlook:
    """N series over H coming weeks.

    quantiles: Q shares, rising; weekly, cumulative: (N, H, Q) units; mean: (N, H) expected units of each week.
    model: (N,) name of the model that speaks for the series; reason: (N,) text key forecast.reason.<reason>, or None.
    """

    quantiles: tuple[float, ...]
    weekly: np.ndarray
    cumulative: np.ndarray
    mean: np.ndarray
    model: np.ndarray
    reason: np.ndarray

    def __post_init__(self):
        object.__setattr__(self, "weekly", np.maximum.accumulate(np.maximum(self.weekly, 0.0), axis=2))
        rising = np.maximum.accumulate(np.maximum(self.cumulative, 0.0), axis=1)
        object.__setattr__(self, "cumulative", np.maximum.accumulate(rising, axis=2))
        object.__setattr__(self, "mean", np.maximum(self.mean, 0.0))

    @property
    def weeks(self) -> int:
        return self.mean.shape[1]

    def at(self, share: float) -> int:
        """The place of one quantile."""
        return int(np.argmin(np.abs(np.array(self.quantiles) - share)))


def named(count: int, model: str, reason: str | None = None) -> dict:
    """The fields `model` and `reason` of an Outlook for `count` series with one answer."""
    return {"model": np.full(count, model, dtype=object), "reason": np.full(count, reason, dtype=object)}


def checked(quantiles: Sequence[float]) -> tuple[float, ...]:
    """The quantiles, rising. Raises ValueError outside 0..1: a mistake of the caller, not of the seller."""
    rising = tuple(sorted(quantiles))
    if not rising or not 0 < rising[0] <= rising[-1] < 1:
        raise ValueError(f"quantiles must lie between 0 and 1, not {quantiles}")
    return rising
