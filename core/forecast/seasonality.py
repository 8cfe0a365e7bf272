"""The season of a category: how much of a usual week's units each part of the year sells, learnt from all its SKUs together.

A year has 13 months of 4 weeks. index = units sold ÷ units that the SKUs' own means would have sold, in that month; a category is shrunk to
the catalogue, and the catalogue to 1, the more so the fewer weeks of SKUs it has seen: weight = weeks ÷ (weeks + _SHRINK).
Promise: 1.0 in every month where less than a year is known; SKUs that have sold for less than a year teach nothing.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.forecast.panel import Panel

MONTHS = 13
_YEAR_WEEKS = 50  # a year, as far as weeks cut at its ends allow
_SHRINK = 40.0  # weeks of SKUs in a month that count half


@dataclass(frozen=True, eq=False)
class Seasons:
    """index: (N, 13) of each series, by the month of the year."""

    index: np.ndarray

    @property
    def known(self) -> np.ndarray:
        """(N,) mask of the series with a season; the others have 1 in every month."""
        return (self.index != 1).any(axis=1)

    def at(self, weeks: pd.DatetimeIndex) -> np.ndarray:
        """(N, W) index of each week, by its first day."""
        return self.index[:, month_of(weeks)]


def month_of(weeks: pd.DatetimeIndex) -> np.ndarray:
    """0..12 of each week, by its middle day."""
    return np.minimum((weeks + pd.Timedelta(days=3)).day_of_year.to_numpy() - 1, 7 * 4 * MONTHS - 1) // 28


def seasons(panel: Panel) -> Seasons:
    """Of every series of the panel."""
    flat = np.ones((len(panel), MONTHS))
    teaches = (~np.isnan(panel.units[:, : max(0, len(panel.weeks) - _YEAR_WEEKS + 1)])).any(axis=1) & panel.with_sales()
    if not teaches.any():
        return Seasons(flat)
    sold, usual, weeks = _sums(panel.units[teaches], month_of(panel.weeks))
    every = _shrunk(sold.sum(axis=0), usual.sum(axis=0), weeks.sum(axis=0), np.ones(MONTHS))
    category = panel.series["category"].astype(object).where(panel.series["category"].notna(), "").to_numpy()
    index = np.repeat(every[None, :], len(panel), axis=0)
    for name in set(category[teaches]) - {""}:
        own = category[teaches] == name
        index[category == name] = _shrunk(sold[own].sum(axis=0), usual[own].sum(axis=0), weeks[own].sum(axis=0), every)
    return Seasons(index)


def _sums(units: np.ndarray, month: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """(S, 13) each: units sold, units at the series' own mean (over its months, so that no month counts more for being seen twice),
    weeks known."""
    known = ~np.isnan(units)
    place = np.eye(MONTHS)[month]
    sold, weeks = np.nan_to_num(units) @ place, known.astype(float) @ place
    rate = np.divide(sold, weeks, out=np.zeros_like(sold), where=weeks > 0)
    usual = rate.sum(axis=1) / np.maximum((weeks > 0).sum(axis=1), 1)
    return sold, usual[:, None] * weeks, weeks


def _shrunk(sold: np.ndarray, usual: np.ndarray, weeks: np.ndarray, towards: np.ndarray) -> np.ndarray:
    """(13,) index between its own and `towards`, with a mean of 1."""
    own = np.divide(sold, usual, out=np.array(towards, float), where=usual > 0)
    weight = weeks / (weeks + _SHRINK)
    index = weight * own + (1 - weight) * towards
    return index / index.mean()


def best_quarter(index: np.ndarray) -> np.ndarray:
    """(N,) share of a year's units in the best three months in a row; flat: 3/13."""
    around = np.concatenate([index, index[:, :2]], axis=1)
    return (around[:, :-2] + around[:, 1:-1] + around[:, 2:]).max(axis=1) / MONTHS
