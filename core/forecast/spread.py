"""How far demand strays from its expected value, learnt from all series together: a negative binomial with

    variance = noise · mean + doubt · mean²

of the sum of h weeks. noise ≥ 1 is the lumpiness of orders, doubt ≥ 0 how wrong a level can be. Both are learnt for each h on past
origins of the smoothed level: what was sold in the h weeks that followed. Source: forecast.md ("SES + pooled negative binomial").
"""

from dataclasses import dataclass

import numpy as np
import scipy

LEARNT = (1, 2, 4, 8, 13, 20, 26)
_USUAL = (1.5, 0.25)  # before anything could be learnt
SMOOTHING = 0.2  # of the newest week; source: forecast.md ("SES(.2)")
_LEAST_PAIRS = 30
_OUTLIER = 0.98
_MOST_SERIES = 4000


def level(units: np.ndarray, smoothing: float = SMOOTHING) -> np.ndarray:
    """(N,) units a week at the end of (N, T): simple exponential smoothing over the weeks that say something; NaN where none does."""
    weight = (1 - smoothing) ** np.arange(units.shape[1] - 1, -1, -1) * ~np.isnan(units)
    total = weight.sum(axis=1)
    return np.where(total > 0, (np.nan_to_num(units) * weight).sum(axis=1) / np.where(total > 0, total, 1), np.nan)


@dataclass(frozen=True)
class Spread:
    """noise, doubt of the sum of h weeks (sums) and of the h-th week alone (weeks), h = 1..; each (2, H), interpolated between LEARNT."""

    sums: np.ndarray
    weeks: np.ndarray

    def of_sums(self, mean: np.ndarray, shares: tuple[float, ...]) -> np.ndarray:
        """(N, H, Q) quantiles of the sums up to week 1..H from their expected values (N, H)."""
        return _around(mean, self.sums, shares)

    def of_weeks(self, mean: np.ndarray, shares: tuple[float, ...]) -> np.ndarray:
        """(N, H, Q) quantiles of each week alone."""
        return _around(mean, self.weeks, shares)


def _around(mean: np.ndarray, params: np.ndarray, shares: tuple[float, ...]) -> np.ndarray:
    noise, doubt = params[:, np.minimum(np.arange(mean.shape[1]), params.shape[1] - 1)]
    return quantiles(mean, noise * mean + doubt * mean**2, shares)


def quantiles(mean: np.ndarray, variance: np.ndarray, shares: tuple[float, ...]) -> np.ndarray:
    """Quantiles of a negative binomial, on a new last axis; a large mean takes the gamma of the same moments."""
    mean, variance = np.maximum(mean, 1e-9), np.maximum(variance, 1.0001 * np.maximum(mean, 1e-9))
    share = np.array(shares)
    out = np.empty((*mean.shape, len(shares)))
    small = mean < 200
    p = (mean / variance)[small][:, None]
    out[small] = scipy.stats.nbinom.ppf(share, mean[small][:, None] * p / (1 - p), p)
    shape = (mean**2 / variance)[~small][:, None]
    out[~small] = scipy.special.gammaincinv(shape, share) * mean[~small][:, None] / shape
    return out


def learn(units: np.ndarray, sold: np.ndarray | None = None, weeks: int = 26, least: int = 8) -> Spread:
    """From (N, T) units: every origin after `least` weeks whose future is known speaks for its horizon.
    sold: what came, where outliers are held down in `units`. Of a large catalogue every second, third, … series."""
    came = units if sold is None else sold
    part = slice(None, None, max(1, -(-len(units) // _MOST_SERIES)))
    units, came = units[part], came[part]
    levels = past_levels(units, least)
    return Spread(*(_learnt(came, levels, max(weeks, LEARNT[-1]), alone) for alone in (False, True)))


def past_levels(units: np.ndarray, least: int = 8) -> dict[int, np.ndarray]:
    """{origin: (N,) the smoothed level of its first `origin` weeks}, for every origin with `least` weeks or more."""
    return {origin: level(units[:, :origin]) for origin in range(least, units.shape[1])}


def _learnt(units: np.ndarray, levels: dict[int, np.ndarray], weeks: int, alone: bool) -> np.ndarray:
    found = {h: params for h in LEARNT if (params := _params(*pairs(units, levels, h, alone))) is not None} or {1: _USUAL}
    horizons = np.arange(1, weeks + 1)
    return np.array([np.interp(horizons, list(found), [pair[i] for pair in found.values()]) for i in (0, 1)])


def pairs(sold: np.ndarray, levels: dict[int, np.ndarray], h: int, alone: bool) -> tuple[np.ndarray, np.ndarray]:
    """(expected, sold) after every past origin of `levels`: in the h weeks that followed, or in the h-th alone."""
    expected, came = [np.zeros(0)], [np.zeros(0)]
    for origin, base in levels.items():
        if origin + h > sold.shape[1]:
            break
        mean = base if alone else h * base
        actual = sold[:, origin + h - 1] if alone else sold[:, origin : origin + h].sum(axis=1)
        known = ~np.isnan(mean) & ~np.isnan(actual)
        expected.append(mean[known])
        came.append(actual[known])
    return np.concatenate(expected), np.concatenate(came)


def _params(mean: np.ndarray, sold: np.ndarray) -> tuple[float, float] | None:
    """(noise, doubt) by least squares of (sold − mean)²/mean on 1 and mean, the largest two per cent held down."""
    if len(mean) < _LEAST_PAIRS:
        return None
    mean = np.maximum(mean, 1e-3)
    ratio = (sold - mean) ** 2 / mean
    ratio = np.minimum(ratio, np.quantile(ratio, _OUTLIER))
    weight = 1 / np.sqrt(1 + mean)
    (noise, doubt), _ = scipy.optimize.nnls(np.column_stack([np.ones_like(mean), mean]) * weight[:, None], ratio * weight)
    return max(1.0, noise), doubt
