"""What the forecast tells a case: demand and season week by week, and how far weeks stray.

weekly_demand is the mean of the first _FIRST weeks, season[t] = expected units of week t ÷ weekly_demand; beyond the forecast the mean of
its last _LAST weeks goes on. A trend is in the path, so no decay is laid over it. Without a forecast (an older run) the
measured pace stands in.
"""

from collections.abc import Mapping

import numpy as np
import pandas as pd

from core.clearance.case import LIMITS
from core.forecast.spread import quantiles

_FIRST, _LAST = 4, 4
_LONGEST = 104  # weeks told at least: the horizon can be drawn out on screen
_RATIOS = np.geomspace(1.0, 30.0, 20)
_WEEKS = 13  # whose P10 and P90 are read
_P90 = 1.2816  # standard deviations from the mean to P90
_LEVEL_SD = (0.05, 1.0)


def expected_of(row: Mapping, horizon_weeks: float) -> dict:
    """weekly_demand, season, weekly_decay, demand_source, demand_factor, variance_to_mean and demand_sd of a Case, as far as the row tells
    them. demand_factor: what a review taught of the level; it multiplies weekly_demand."""
    told, factor = _told(row, horizon_weeks), row.get("demand_factor")
    if factor is None or pd.isna(factor) or told.get("weekly_demand") is None:
        return told
    return told | {"weekly_demand": told["weekly_demand"] * float(factor), "demand_factor": float(factor)}


def _told(row: Mapping, horizon_weeks: float) -> dict:
    ratio = row.get("variance_to_mean")
    measured = {} if ratio is None or pd.isna(ratio) else {"variance_to_mean": min(1000.0, max(1.0, ratio))}
    path = row.get("demand_path")
    if path is None or np.ndim(path) != 1:
        return measured | {"weekly_demand": _pace(row.get("velocity"))}
    weeks = _continued(np.asarray(path, float), max(_LONGEST, int(horizon_weeks)))
    base = weeks[:_FIRST].mean() or weeks.mean()
    told = {"weekly_demand": float(base), "weekly_decay": 0.0, "demand_source": "forecast"}
    told |= _level_sd(row, weeks[:_WEEKS].sum(), measured.get("variance_to_mean", 1.0))
    season = {"season": tuple(np.minimum(weeks / base, 1000.0))} if base > 0 and np.ptp(weeks) > 0 else {}
    return measured | told | season


def _level_sd(row: Mapping, mean: float, ratio: float) -> dict:
    """demand_sd: how far the level itself may be off: what the spread of the sum of 13 weeks is wider than chance alone would make it."""
    low, high = (row.get(f"demand_13_{share}") for share in ("p10", "p90"))
    if low is None or high is None or pd.isna(low) or pd.isna(high) or mean <= 0:
        return {}
    width = (high - low) / (2 * _P90) / mean
    return {"demand_sd": float(np.clip(np.sqrt(np.log1p(max(0.0, width**2 - ratio / mean))), *_LEVEL_SD))}


def _pace(velocity) -> float | None:
    """Units a week at the measured pace; a figure that cannot be true is as good as unknown."""
    low, high = LIMITS["weekly_demand"]
    return 7.0 * velocity if velocity is not None and not pd.isna(velocity) and low <= velocity <= high else None


def _continued(path: np.ndarray, weeks: int) -> np.ndarray:
    return np.concatenate([path, np.full(max(0, weeks - len(path)), path[-_LAST:].mean())])


def with_ratio(positions: pd.DataFrame) -> pd.DataFrame:
    """The positions with variance_to_mean of the negative binomial whose P10 to P90 of a week is nearest to the forecast's (mean of 13
    weeks); where no forecast is known, as measured."""
    wide = [name for name in ("demand_path", "demand_p10", "demand_p90") if name in positions]
    known = np.array([np.ndim(path) == 1 for path in positions["demand_path"]], dtype=bool) if len(wide) == 3 else np.zeros(0, bool)
    if not known.any():
        return positions
    mean, low, high = (np.stack([np.asarray(path, float)[:_WEEKS] for path in positions.loc[known, name]]).mean(axis=1) for name in wide)
    ratio = positions["variance_to_mean"].to_numpy(float).copy() if "variance_to_mean" in positions else np.full(len(positions), np.nan)
    ratio[known] = np.where(mean > 0, solved(mean, high - low), ratio[known])
    return positions.assign(variance_to_mean=ratio)


def solved(mean: np.ndarray, width: np.ndarray) -> np.ndarray:
    """(N,) variance ÷ mean ≥ 1 whose P90 − P10 lies nearest to `width`; the smallest where several are as near."""
    means = np.repeat(mean[:, None], len(_RATIOS), axis=1)
    found = quantiles(means, means * _RATIOS, (0.1, 0.9))
    return _RATIOS[np.abs(found[:, :, 1] - found[:, :, 0] - width[:, None]).argmin(axis=1)]
