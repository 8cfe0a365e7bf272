"""What a model may know of a series at the end of a week: its level, rhythm, trend and price, in units of its own level.

Promise: features at origin o read the first o weeks alone. NaN is left to the model.
"""

import warnings
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.forecast.spread import level

HORIZONS = (1, 2, 4, 8, 13, 20, 26)
_YEAR = 52
_SHARES = (0.1, 0.25, 0.75, 0.9)


@dataclass(frozen=True, eq=False)
class Origin:
    """N series seen at the end of week `at`: table (N, F) of features, scale (N,) units a week that everything is measured in."""

    at: int
    table: np.ndarray
    scale: np.ndarray
    season: dict[int, np.ndarray]

    def rows(self, horizon: int) -> np.ndarray:
        """(N, F + 3) the features with the horizon and what the same weeks of the year before brought."""
        far = np.full((len(self.table), 1), np.log(horizon), np.float32)
        return np.hstack([self.table, self.season[horizon], far])


def features(units: np.ndarray, at: int, horizons: tuple[int, ...] = HORIZONS, price: np.ndarray | None = None) -> Origin:
    """Features of (N, T) units, and (N, T) prices where they are given, at the end of the first `at` weeks."""
    past = units[:, :at]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # means of weeks that say nothing are NaN, and meant
        scale = _scale(past)
        own = [_levels(past, scale), _rhythm(past, scale), _months(past, scale), _trend(past, scale)]
        own += [] if price is None else [_prices(price[:, :at])]
        season = {h: _year_ago(past, scale, h) for h in horizons}
    return Origin(at, np.hstack(own).astype(np.float32), scale, season)


def _scale(past: np.ndarray) -> np.ndarray:
    """Units a week: half smoothed level, half the last quarter, and a little of all, so that a pause does not make it 0."""
    everything = np.nan_to_num(np.nanmean(past, axis=1))
    return 0.5 * np.nan_to_num(level(past)) + 0.5 * np.nan_to_num(np.nanmean(past[:, -13:], axis=1)) + 0.05 * everything + 0.02


def _levels(past: np.ndarray, scale: np.ndarray) -> np.ndarray:
    seen = np.sum(~np.isnan(past), axis=1)
    means = [np.nanmean(past[:, -k:], axis=1) / scale for k in (1, 2, 4, 8, 13, 26, _YEAR)]
    smooth = [level(past, smoothing) / scale for smoothing in (0.05, 0.1, 0.4)]
    return np.column_stack([np.log(scale), seen, *means, *smooth, np.nanmean(past, axis=1) / scale])


def _rhythm(past: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """How often and how evenly it sells."""
    sold = np.nan_to_num(past) > 0
    known = np.where(np.isnan(past), np.nan, sold)
    often = [np.nanmean(known[:, -k:], axis=1) for k in (4, 13, 26)]
    silent = np.where(sold.any(axis=1), sold[:, ::-1].argmax(axis=1), 99)
    spans = [past[:, -k:] for k in (8, 26)]
    shape = [column for span in spans for column in (np.nanstd(span, axis=1), np.nanmax(span, axis=1), np.nanmedian(span, axis=1))]
    orders = np.where(sold, past, np.nan)
    size = np.nanmean(orders, axis=1)
    return np.column_stack(
        [*often, silent, *(column / scale for column in shape), size / scale, np.log(np.nan_to_num(size, nan=1.0) + 0.01),
         np.nanstd(orders, axis=1) / size]
    )  # fmt: skip


def _months(past: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """How bad and how good four weeks on end have been, the largest but one and but two weeks of the quarter, levels that large weeks
    move less (of roots) and more (of squares)."""
    ends = np.sort(np.nan_to_num(past[:, -13:]), axis=1)[:, -3:-1]
    largest = np.hstack([np.full((len(past), 2 - ends.shape[1]), np.nan), ends])
    levels = [level(np.sqrt(past)) ** 2, np.sqrt(level(past**2, 0.1))]
    return np.column_stack([_four_weeks(past), largest, *levels]) / scale[:, None]


def _four_weeks(past: np.ndarray) -> np.ndarray:
    """(N, 4) a low, a lower, a higher and a high mean of four neighbouring weeks of the last half year; NaN in the first month."""
    if past.shape[1] < 4:
        return np.full((len(past), len(_SHARES)), np.nan)
    means = np.lib.stride_tricks.sliding_window_view(past[:, -26:], 4, axis=1).mean(axis=2)
    rising, known = np.sort(means, axis=1), np.sum(~np.isnan(means), axis=1)  # NaN last
    place = np.round(np.outer(np.maximum(known - 1, 0), _SHARES)).astype(int)
    return np.take_along_axis(rising, place, axis=1)


def _prices(price: np.ndarray) -> np.ndarray:
    """The newest price, and that of the last month, over the usual one of half a year; how much it moves, and how dear the product is."""
    price = np.where(price > 0, price, np.nan)
    newest = pd.DataFrame(price).ffill(axis=1).to_numpy()[:, -1]
    usual = np.nanmedian(price[:, -26:], axis=1)
    moves = np.nanstd(np.log(price[:, -26:]), axis=1)
    return np.column_stack([np.log(newest / usual), np.log(np.nanmean(price[:, -4:], axis=1) / usual), moves, np.log(usual)])


def _trend(past: np.ndarray, scale: np.ndarray) -> np.ndarray:
    """Log of the newest weeks over those before: 4 over 4, 13 over 13."""
    return np.column_stack([_growth(past, scale, span) for span in (4, 13)])


def _growth(past: np.ndarray, scale: np.ndarray, span: int) -> np.ndarray:
    if past.shape[1] < 2 * span:
        return np.full(len(past), np.nan)
    newer, older = np.nanmean(past[:, -span:], axis=1), np.nan_to_num(np.nanmean(past[:, -2 * span : -span], axis=1))
    return np.log((newer + 0.1 * scale) / (older + 0.1 * scale))


def _year_ago(past: np.ndarray, scale: np.ndarray, horizon: int) -> np.ndarray:
    """(N, 2) the same weeks a year before: of the series in its scale, and of the catalogue over the quarter before them; NaN in year 1."""
    start = past.shape[1] - _YEAR
    if start < 0:
        return np.full((len(past), 2), np.nan, np.float32)
    same, before = past[:, start : start + horizon], past[:, max(0, start - 13) : start]
    own = np.nanmean(same, axis=1) / scale
    both = np.nansum(before) if before.shape[1] else 0.0
    turn = np.nanmean(same) / (both / np.sum(~np.isnan(before))) if both > 0 else np.nan
    return np.column_stack([own, np.full(len(past), turn)]).astype(np.float32)
