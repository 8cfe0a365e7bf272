"""Between and beyond the quantiles and horizons that a model was trained on."""

import numpy as np
import scipy

from core.forecast.features import HORIZONS

_TRAINED = np.array([0.1, 0.5, 0.9])
_MEAN = np.array([0.3, 0.4, 0.3])  # expected value of a skewed distribution from P10, P50, P90 (Swanson's rule; Hurst et al. 2000)


def every_week(sums: np.ndarray, weeks: int) -> np.ndarray:
    """(N, weeks, Q) from (N, len(HORIZONS), Q): straight between the horizons, from 0, and on with the last slope beyond them."""
    ends = np.array([0, *HORIZONS], float)
    values = np.concatenate([np.zeros_like(sums[:, :1]), sums], axis=1)
    week = np.arange(1, weeks + 1, dtype=float)
    place = np.clip(np.searchsorted(ends, week, side="left"), 1, len(ends) - 1)
    share = ((week - ends[place - 1]) / (ends[place] - ends[place - 1]))[None, :, None]
    return values[:, place - 1] * (1 - share) + values[:, place] * share


def any_share(trained: np.ndarray, shares: tuple[float, ...]) -> np.ndarray:
    """(…, Q) from (…, 3) P10, P50, P90: on each side of P50 the square root of demand is taken as normal (counts are nearly so)."""
    root = np.sqrt(np.maximum(trained, 0.0))
    z = scipy.special.ndtri(np.array(shares)) / scipy.special.ndtri(0.9)
    low, middle, high = (root[..., i : i + 1] for i in range(3))
    out = np.where(z < 0, middle + (middle - low) * z, middle + (high - middle) * z)
    exact = {share: i for i, share in enumerate(_TRAINED)}
    values = np.maximum(out, 0.0) ** 2
    for place, share in enumerate(shares):
        if share in exact:
            values[..., place] = trained[..., exact[share]]
    return values


def expected(trained: np.ndarray) -> np.ndarray:
    """(…,) mean from (…, 3) P10, P50, P90."""
    return trained @ _MEAN
