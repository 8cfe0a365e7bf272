"""How far a forecast was off. Every score is a ratio of sums, so that the score of a class is made of the sums of its series.

With y sold, m the expected units (Outlook.mean), q_p a quantile, over all points of the group (weeks × series × cut-offs):

    rmse         √(Σ(m − y)² / n)                                              units
    mape         Σ|m − y|/y / n⁺ over the n⁺ points with y > 0                 share; mape_undefined: the points with y = 0
    wape         Σ|m − y| / Σy                                                 share; wape_p50: the same of q_.5
    bias         Σ(m − y) / Σy                                                 share; above 0: too much was expected
    rmsse        mean over series and cut-offs of √(mean (m − y)² / scale)     1: as far off as repeating the last period was in the past
    pinball      mean over p of Σ max(p(y − q_p), (p − 1)(y − q_p)) / Σy        share
    coverage_80  points with q_.1 ≤ y ≤ q_.9 / n                               share; .8 is right

RMSSE: Makridakis, Spiliotis, Assimakopoulos (2022), The M5 competition. Pinball: Koenker, Bassett (1978). WAPE: Kolassa, Schütz (2007).
Promise: where a score is undefined (nothing sold, nothing known) it is NaN, never 0.
"""

import numpy as np
import pandas as pd

SCORES = ("wape", "wape_p50", "rmse", "rmsse", "mape", "bias", "pinball", "coverage_80")
COUNTS = ("points", "mape_undefined")


def scale(units: np.ndarray, h: int = 1) -> np.ndarray:
    """(N,) mean squared step between neighbouring h-week sums of (N, T) past units: the square under RMSSE. NaN with fewer than two
    known sums, or where nothing ever changed."""
    sums = np.lib.stride_tricks.sliding_window_view(units, h, axis=1).sum(axis=2) if units.shape[1] >= h else units[:, :0]
    step = (sums[:, h:] - sums[:, :-h]) ** 2
    return _ratio(np.nansum(step, axis=1), np.sum(~np.isnan(step), axis=1) * (np.nansum(step, axis=1) > 0))


def sums(actual: np.ndarray, mean: np.ndarray, quantiles: np.ndarray, shares: tuple[float, ...], scale: np.ndarray) -> pd.DataFrame:
    """One row a series. actual, mean: (N, H) units, NaN where nothing is known of what could be sold; quantiles: (N, H, Q) at `shares`;
    scale: (N,) of `scale`. Add rows up and give them to `scores`."""
    known = ~np.isnan(actual)
    y = np.nan_to_num(actual)
    error = np.where(known, mean - y, 0.0)
    low, middle, high = (quantiles[:, :, int(np.argmin(np.abs(np.array(shares) - share)))] for share in (0.1, 0.5, 0.9))
    square = (error**2).sum(axis=1)
    rmsse = np.sqrt(_ratio(_ratio(square, known.sum(axis=1)), scale))
    return pd.DataFrame(
        {
            "points": known.sum(axis=1),
            "actual": y.sum(axis=1),
            "error": error.sum(axis=1),
            "absolute": np.abs(error).sum(axis=1),
            "absolute_p50": np.where(known, np.abs(middle - y), 0).sum(axis=1),
            "square": square,
            "relative": np.where(y > 0, np.abs(error) / np.where(y > 0, y, 1), 0).sum(axis=1),
            "mape_undefined": (known & (y == 0)).sum(axis=1),
            "pinball": np.where(known, _pinball(y, quantiles, np.array(shares)), 0).sum(axis=1),
            "covered": (known & (low <= y) & (y <= high)).sum(axis=1),
            "rmsse": np.nan_to_num(rmsse),
            "rmsse_known": ~np.isnan(rmsse) * 1,
        }
    )


def scores(sums: pd.DataFrame) -> pd.DataFrame:
    """SCORES and COUNTS of every row of (added up) sums, on the same index."""
    total = {name: column.to_numpy(float) for name, column in sums.items()}
    points, actual = total["points"], total["actual"]
    return pd.DataFrame(
        {
            "wape": _ratio(total["absolute"], actual),
            "wape_p50": _ratio(total["absolute_p50"], actual),
            "rmse": np.sqrt(_ratio(total["square"], points)),
            "rmsse": _ratio(total["rmsse"], total["rmsse_known"]),
            "mape": _ratio(total["relative"], points - total["mape_undefined"]),
            "bias": _ratio(total["error"], actual),
            "pinball": _ratio(total["pinball"], actual),
            "coverage_80": _ratio(total["covered"], points),
            "points": points.astype(int),
            "mape_undefined": total["mape_undefined"].astype(int),
        },
        index=sums.index,
    )


def _pinball(y: np.ndarray, quantiles: np.ndarray, shares: np.ndarray) -> np.ndarray:
    """(N, H) mean over the quantiles."""
    short = y[:, :, None] - quantiles
    return np.maximum(shares * short, (shares - 1) * short).mean(axis=2)


def _ratio(above: np.ndarray, below: np.ndarray) -> np.ndarray:
    """NaN where there is nothing to divide by."""
    fine = below > 0
    return np.where(fine, above / np.where(fine, below, 1), np.nan)
