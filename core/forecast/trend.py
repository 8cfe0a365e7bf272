"""How fast demand grows or falls: a straight line through the logarithm of expected weekly units, with an interval.

Poisson regression of units on weeks (log link), so that weeks without a sale count; its error is scaled by how far the weeks stray from the
line (quasi-Poisson). Units are weekly; a trend of −0.02 is 2 % less each week.
"""

import numpy as np

_Z = 1.2816  # 80 % interval
_LIMIT = 0.5  # a steeper line is no trend but a stop
_STEPS = 12
_LEAST_WEEKS = 4


def trend(units: np.ndarray, season: np.ndarray | None = None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(point, low, high), each (N,) a share a week, of (N, T) units; NaN weeks say nothing. season: (N, T) factors that are no trend.
    NaN with fewer than 4 weeks or without a sale."""
    known = ~np.isnan(units)
    count = known.sum(axis=1)
    factor = np.ones(units.shape) if season is None else np.maximum(season, 1e-3)
    sold, week = np.nan_to_num(units), np.arange(units.shape[1]) - (units.shape[1] - 1) / 2
    slope, start = np.zeros(len(units)), np.log(np.maximum(sold.sum(axis=1), 1e-9) / np.maximum((known * factor).sum(axis=1), 1e-9))
    for _ in range(_STEPS):
        slope, start = _step(sold, known * factor, week, slope, start)
    expected = known * factor * np.exp(start[:, None] + slope[:, None] * week)
    error = _error(sold, expected, week, count)
    told = (count >= _LEAST_WEEKS) & (sold.sum(axis=1) > 0)
    return tuple(np.where(told, np.expm1(np.clip(slope + z * error, -_LIMIT, _LIMIT)), np.nan) for z in (0.0, -_Z, _Z))


def _step(sold: np.ndarray, open_to: np.ndarray, week: np.ndarray, slope: np.ndarray, start: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """One step of Newton's method, held to ±1 so that a sudden stop does not run away."""
    expected = open_to * np.exp(np.clip(start[:, None] + slope[:, None] * week, -30, 30))
    s0, s1, s2 = (np.sum(expected * week**power, axis=1) for power in (0, 1, 2))
    g0, g1 = (np.sum((sold - expected) * week**power, axis=1) for power in (0, 1))
    ground = np.maximum(s0 * s2 - s1**2, 1e-9)
    up, tilt = (s2 * g0 - s1 * g1) / ground, (s0 * g1 - s1 * g0) / ground
    return np.clip(slope + np.clip(tilt, -0.2, 0.2), -_LIMIT, _LIMIT), start + np.clip(up, -1.0, 1.0)


def _error(sold: np.ndarray, expected: np.ndarray, week: np.ndarray, count: np.ndarray) -> np.ndarray:
    """Standard error of the slope."""
    s0, s1, s2 = (np.sum(expected * week**power, axis=1) for power in (0, 1, 2))
    strayed = np.sum(np.where(expected > 0, (sold - expected) ** 2 / np.maximum(expected, 1e-9), 0.0), axis=1) / np.maximum(count - 2, 1)
    return np.sqrt(np.maximum(strayed, 1.0) * s0 / np.maximum(s0 * s2 - s1**2, 1e-9))
