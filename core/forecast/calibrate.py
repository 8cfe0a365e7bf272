"""Are P10 and P90 as far out as they say? A look at the newest past weeks, and a factor for each horizon.

The model is asked as of `AGO` weeks ago, and its interval is drawn in or out around P50 until it would have held 80 % of what came.
One past moment is one moment only, so the factor is shrunk towards 1 by the number of series.
Source: forecast.md ("conformally calibrated on past cut-offs").
"""

import numpy as np

from core.forecast.features import HORIZONS

AGO = (13, 8)  # weeks, the first that leaves enough to learn from
LEAST_BEFORE = 19
_FACTORS = np.round(np.arange(0.5, 2.01, 0.05), 2)
_HELD = 0.8
_TRUST, _HALF = 0.7, 60.0  # how much one moment counts with many series; with how many it counts half of that


def moment(weeks: int) -> int | None:
    """How many weeks ago to look back to; None if the past is too short."""
    return next((ago for ago in AGO if weeks - ago >= LEAST_BEFORE), None)


def factors(sums: np.ndarray, sold: np.ndarray) -> np.ndarray:
    """(len(HORIZONS),) factors from (N, H, 3) quantiles of then and the (N, ago) weeks that followed; horizons beyond take the last."""
    known = [i for i, h in enumerate(HORIZONS) if h <= sold.shape[1]]
    found = [_factor(sums[:, i], sold[:, : HORIZONS[i]].sum(axis=1)) for i in known]
    return np.array(found + [found[-1]] * (len(HORIZONS) - len(found)))


def _factor(quantiles: np.ndarray, actual: np.ndarray) -> float:
    usable = ~np.isnan(actual)
    if not usable.any():
        return 1.0
    held = [_share_held(whole(widened(quantiles[usable], factor)), actual[usable]) for factor in _FACTORS]
    miss = np.abs(np.array(held) - _HELD) + 0.02 * np.abs(np.log(_FACTORS))
    trust = _TRUST * usable.sum() / (usable.sum() + _HALF)
    return float(np.exp(trust * np.log(_FACTORS[np.argmin(miss)])))


def _share_held(quantiles: np.ndarray, actual: np.ndarray) -> float:
    return float(np.mean((quantiles[:, 0] <= actual) & (actual <= quantiles[:, 2])))


def widened(quantiles: np.ndarray, factor) -> np.ndarray:
    """(…, 3) P10, P50, P90 with the distances from P50 multiplied; never below 0."""
    middle = quantiles[..., 1:2]
    return np.maximum(0.0, middle + (quantiles - middle) * np.asarray(factor)[..., None])


def whole(quantiles: np.ndarray) -> np.ndarray:
    """P10 of a few units as whole units: "0.4 units" is not less than nothing sold."""
    out = quantiles.copy()
    low = out[..., 0]
    out[..., 0] = np.where(low < 3, np.floor(low + 0.3), low)
    return out
