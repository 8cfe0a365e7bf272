"""How fast a dated series rises or falls: Theil-Sen's middle of all slopes, with an interval, so that one odd file changes nothing.

Series are logarithms; x is months. Neighbouring files are alike, which would make the interval too narrow: it is widened by how alike they
are (the lag-1 correlation r of what the line leaves: times sqrt((1 + r) / (1 - r))).
"""

from typing import NamedTuple

import numpy as np
import scipy

MONTH_DAYS = 365.25 / 12
CONFIDENCE = 0.8
_MOST_ALIKE = 0.8


class Trend(NamedTuple):
    """Of a logarithm, a month. `expm1` of each is a share: -0.05 is 5 % less every month."""

    point: float
    low: float
    high: float

    @property
    def known(self) -> bool:
        return not np.isnan(self.point)

    def shares(self) -> tuple[float, float, float]:
        """The same as shares a month."""
        return tuple(float(np.expm1(value)) for value in self)


UNKNOWN = Trend(np.nan, np.nan, np.nan)


def trend(months: np.ndarray, logs: np.ndarray) -> Trend:
    """Of (T,) values at (T,) months; NaN values say nothing. UNKNOWN with fewer than 4 values."""
    known = ~np.isnan(logs)
    if known.sum() < 4:
        return UNKNOWN
    x, y = months[known], logs[known]
    slope, start, low, high = scipy.stats.theilslopes(y, x, alpha=CONFIDENCE)
    left = y - (start + slope * x)
    wider = _wider(left)
    return Trend(float(slope), float(slope - wider * (slope - low)), float(slope + wider * (high - slope)))


def _wider(left: np.ndarray) -> float:
    around = left - left.mean()
    spread = float((around**2).sum())
    alike = float(np.clip((around[1:] * around[:-1]).sum() / spread, 0.0, _MOST_ALIKE)) if spread > 1e-12 else 0.0
    return float(np.sqrt((1 + alike) / (1 - alike)))


def difference(one: Trend, other: Trend) -> Trend:
    """one - other, of two that know nothing of each other: errors add as squares."""
    point = one.point - other.point
    low = np.hypot(one.point - one.low, other.high - other.point)
    high = np.hypot(one.high - one.point, other.point - other.low)
    return Trend(point, point - low, point + high)
