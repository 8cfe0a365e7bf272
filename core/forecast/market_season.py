"""The season of all trade: Christmas sells more and January less, also to a catalogue whose own past is too short to show it.

index of a month = median over the years of sales a day ÷ their mean over the twelve months around; between the middles of months straight.
season of a week = index ** strength. strength: how far a catalogue follows the market: a third before anything is known of it, then what
its own weeks show, as far as they are sure (regression of the logarithm of its weekly sales, in which a product weighs the root of what it
sells, on that of the index, beside a straight line).
Source: data/season (U.S. Census Bureau). Promise: the strength is learnt from the panel's weeks alone.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

from core.forecast.panel import Panel

_FILE = Path(__file__).parents[2] / "data" / "season" / "nonstore_retail_us.csv"
_ELSEWHERE = {"AE", "EG", "IN", "JP", "SA", "SG", "TR"}  # marketplaces whose trade does not turn on Christmas: no season
_STRENGTH, _UNSURE = 0.35, 0.25  # before anything is known, and its standard error
_MOST = 1.5
_ALIKE = 2.0  # neighbouring weeks err alike: standard errors are this much larger than of independent ones
_LEAST_WEEKS = 5
_QUARTER = 13  # weeks
_YEAR = 365.25  # days


@dataclass(frozen=True, eq=False)
class MarketSeason:
    """strength: (N,) of each series; base: (N,) season of its newest quarter, which counts as 1, so that units without the season are of
    today's size."""

    strength: np.ndarray
    base: np.ndarray

    def at(self, weeks: pd.DatetimeIndex) -> np.ndarray:
        """(N, W) season of weeks, by their first day."""
        return _powers(weeks, self.strength) / self.base[:, None]


def of(panel: Panel) -> MarketSeason:
    """The season of every series, as far as its marketplace's catalogue is known to follow it."""
    marketplace, market = panel.series["marketplace"].to_numpy(), np.log(index(panel.weeks))
    strengths = np.zeros(len(panel))
    if not len(panel.weeks):
        return MarketSeason(strengths, np.ones(len(panel)))
    for name in set(marketplace) - _ELSEWHERE:
        strengths[marketplace == name] = strength(panel.units[marketplace == name], market)
    return MarketSeason(strengths, _powers(panel.weeks[-_QUARTER:], strengths).mean(axis=1))


def _powers(weeks: pd.DatetimeIndex, strengths: np.ndarray) -> np.ndarray:
    return index(weeks)[None, :] ** strengths[:, None]


def strength(units: np.ndarray, market: np.ndarray) -> float:
    """The exponent for a catalogue of (N, T) units; market: (T,) logarithm of the index."""
    sold = np.nan_to_num(units)
    total = (sold / np.sqrt(sold.mean(axis=1, keepdims=True) + 1e-9)).sum(axis=0)
    week = np.flatnonzero(total > 0)
    if len(week) < _LEAST_WEEKS:
        return _STRENGTH
    line = np.column_stack([np.ones(len(week)), week])
    shop, trade = _beside(line, np.log(total[week])), _beside(line, market[week])
    moved = float(trade @ trade)
    if moved < 1e-9:
        return _STRENGTH
    shown = float(trade @ shop) / moved
    error = _ALIKE**2 * float(np.square(shop - shown * trade).sum()) / (len(week) - 3) / moved
    trust = error / (error + _UNSURE**2)
    return float(np.clip(trust * _STRENGTH + (1 - trust) * shown, 0.0, _MOST))


def _beside(line: np.ndarray, column: np.ndarray) -> np.ndarray:
    """What a straight line does not say of it."""
    return column - line @ np.linalg.lstsq(line, column)[0]


def index(weeks: pd.DatetimeIndex) -> np.ndarray:
    """(W,) of weeks by their first day; 1: a usual week."""
    months = _months()
    middle = (np.arange(12) + 0.5) * _YEAR / 12
    return np.interp((weeks + pd.Timedelta(days=3)).day_of_year.to_numpy(), middle, months, period=_YEAR)


@cache
def _months() -> np.ndarray:
    """(12,) index of January to December."""
    sales = pd.read_csv(_FILE, parse_dates=["month"]).set_index("month")["million_usd"]
    daily = sales / sales.index.days_in_month
    around = daily.rolling(12).mean().rolling(2).mean().shift(-6)
    months = (daily / around).groupby(sales.index.month).median().to_numpy()
    return months / months.mean()
