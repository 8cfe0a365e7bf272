"""Weeks → days: how much of a path has been sold by a day, on which day a sum is reached, and what is left of a stock meanwhile.

A path holds the units of each coming week, the first one begins tomorrow; within a week every day sells the same. Beyond the last week
the mean of the last _TAIL weeks goes on. days: after the day of the forecast, 0 = that evening.
"""

import numpy as np
import pandas as pd

WEEKS = 26
DAYS = 7 * WEEKS
_TAIL = 8


def paths_of(position: pd.DataFrame) -> np.ndarray:
    """(N, WEEKS) expected units of each week: column `demand_path`; where there is none the measured pace (a run stored before there were
    forecasts), and 0 without any sales data: nothing is known to deplete the stock, which is Amazon's own assumption."""
    pace = pd.to_numeric(position["velocity"]).fillna(0.0).to_numpy(float) if "velocity" in position else np.zeros(len(position))
    out = np.repeat(7.0 * pace[:, None], WEEKS, axis=1)
    if "demand_path" in position:
        known = np.array([path is not None and np.ndim(path) == 1 for path in position["demand_path"]], dtype=bool)
        if known.any():
            out[known] = np.stack([np.asarray(path, float) for path in position["demand_path"][known]])
    return out


def sold_by(path: np.ndarray, days) -> np.ndarray:
    """Units sold up to and with a day. days: one for all, one for each row (N,), or several for all (1, D) → (N,) or (N, D)."""
    return sum_by(np.cumsum(path, axis=1), days, path[:, -_TAIL:].mean(axis=1))


def sum_by(sums: np.ndarray, days, rate: np.ndarray | None = None) -> np.ndarray:
    """The same from the sums up to each week (N, W). rate: units of a week beyond the last; None: the mean of all."""
    rate = sums[:, -1] / sums.shape[1] if rate is None else rate
    days = np.asarray(days, float)
    wide = np.broadcast_to(days[:, None] if days.ndim == 1 else days, (len(sums), days.shape[1] if days.ndim == 2 else 1)) / 7.0
    before = np.pad(sums, ((0, 0), (1, 0)))
    week = np.minimum(wide, sums.shape[1] - 1).astype(int)
    start, end = np.take_along_axis(before, week, 1), np.take_along_axis(sums, week, 1)
    inside = start + (end - start) * (wide - week)
    out = np.where(wide <= sums.shape[1], inside, sums[:, -1:] + rate[:, None] * (wide - sums.shape[1]))
    return out if days.ndim == 2 else out[:, 0]


def day_reached(sums: np.ndarray, units: np.ndarray) -> np.ndarray:
    """(N,) days until the sums (N, W) reach `units`; beyond the last week at their mean pace; NaN where they stay 0 or units is NaN."""
    before = np.pad(sums, ((0, 0), (1, 0)))
    week = np.minimum((before < units[:, None]).sum(axis=1), sums.shape[1])
    end, start = before[np.arange(len(sums)), week], before[np.arange(len(sums)), np.maximum(week - 1, 0)]
    with np.errstate(divide="ignore", invalid="ignore"):
        inside = 7.0 * (week - 1 + np.where(end > start, (units - start) / (end - start), 1.0))
        beyond = units * 7.0 * sums.shape[1] / sums[:, -1]
    days = np.where(units <= 0, 0.0, np.where(units <= sums[:, -1], inside, beyond))
    return np.where((sums[:, -1] > 0) & ~np.isnan(units), days, np.nan)


def left(on_hand: np.ndarray, path: np.ndarray, days) -> np.ndarray:
    """Units left on a day, never below 0."""
    sold = sold_by(path, days)
    return np.maximum(0.0, (on_hand[:, None] if sold.ndim == 2 else on_hand) - sold)


def average_left(on_hand: np.ndarray, path: np.ndarray, start: int, length: int) -> np.ndarray:
    """(N,) average units over the `length` whole days after day `start`: within a day the line falls straight, and stays at 0 where it
    gets there."""
    after = on_hand[:, None] - sold_by(path, np.arange(start, start + length + 1)[None, :])
    first, last = after[:, :-1], after[:, 1:]
    with np.errstate(divide="ignore", invalid="ignore"):
        emptied = np.where(first > 0, first * first / (2 * (first - last)), 0.0)
    return np.where(last >= 0, (first + last) / 2, emptied).mean(axis=1)
