"""The default strategy: what the run, the pages and every rule read.

Quantiles of the sums: two boosted models (core/forecast/pooled.py; the seller's series alone, and together with real demand of other shops)
and simple smoothing with the pooled spread, averaged. The fewer rows the seller's series give, the less the first counts; the shorter the
past, the more the last does. Then calibrated on the newest past weeks. Single weeks: the pooled spread around the expected path.
A series with fewer than 8 weeks leans on its category. Source: forecast.md ("So").
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd

from core.forecast import blend, calibrate, foreign, pooled
from core.forecast.features import HORIZONS
from core.forecast.outliers import uncapped
from core.forecast.outlook import Outlook, checked, named
from core.forecast.panel import Panel
from core.forecast.spread import Spread, learn, level

NAME = "default"
SHORT_WEEKS = 8
_OWN_ROWS, _FOREIGN_ROWS, _LOOK_BACK_ROWS = 70_000, 10_000, 30_000
_FOREIGN_WEIGHT = 15_000.0  # rows that each foreign set weighs
_OWN_SHARE, _OWN_HALF = 0.5, 15_000.0  # share of the own model with many rows; rows at which it has half of that
_SMOOTH_SHARE, _SMOOTH_WEEKS = 0.05, 3.0  # share of smoothing with a long past, and how it grows as the past is short
_CATEGORY_WEEKS = 3.0  # weeks of own sales that the category's level weighs as much as


@dataclass(frozen=True)
class Default:
    """foreign_sets: real demand to learn from too; None: every set of data/demand of which the panel is no copy."""

    name: str = NAME
    foreign_sets: tuple | None = None

    def fit(self, panel: Panel) -> "FittedDefault":
        begun = panel.with_sales()
        past = _Past(panel.units[begun], uncapped(panel).units[begun])
        if not begun.any():
            return FittedDefault(panel, begun, np.zeros((0, len(HORIZONS), 3)), past.spread, self.name)
        others = self.foreign_sets if self.foreign_sets is not None else tuple(foreign.without_copies(past.sold).values())
        away = [rows.weighing(_FOREIGN_WEIGHT) for other in others if (rows := pooled.rows(other, other, _FOREIGN_ROWS)) is not None]
        sums = calibrate.widened(_sums(past, away), _factors(past, away))
        return FittedDefault(panel, begun, calibrate.whole(sums), past.spread, self.name)


@dataclass(frozen=True, eq=False)
class _Past:
    """units: (N, T) with outliers held down, for levels and features; sold: (N, T) as it was."""

    units: np.ndarray
    sold: np.ndarray

    @cached_property
    def spread(self) -> Spread:
        return learn(self.units, self.sold)


def _sums(past: _Past, away: list, most: int = _OWN_ROWS, alone: bool = True) -> np.ndarray:
    """(N, len(HORIZONS), 3) the averaged quantiles after the last week; alone: with the model of the seller's series alone."""
    own = pooled.rows(past.units, past.sold, most)
    count = 0 if own is None else len(own.target)
    smooth = _smooth(past)
    if not count and not away:
        return smooth
    together = pooled.fit([*([own.weighing(count)] if count else []), *away]).sums(past.units)
    own_share = _OWN_SHARE * count / (count + _OWN_HALF)
    if alone and count and own_share > 0.05 and away:
        as_sold = pooled.rows(past.sold, past.sold, most, seed=1)  # outliers and all: the two models err differently
        together = own_share * pooled.fit([as_sold]).sums(past.sold) + (1 - own_share) * together
    smooth_share = min(0.5, _SMOOTH_SHARE + _SMOOTH_WEEKS / past.units.shape[1]) if own is not None else 0.5
    return (1 - smooth_share) * together + smooth_share * smooth


def _smooth(past: _Past) -> np.ndarray:
    """The same from the smoothed level and the pooled spread."""
    path = np.repeat(np.nan_to_num(level(past.units))[:, None], HORIZONS[-1], axis=1)
    every = past.spread.of_sums(np.cumsum(path, axis=1), pooled.SHARES)
    return every[:, [h - 1 for h in HORIZONS]]


def _factors(past: _Past, away: list) -> np.ndarray:
    """(len(HORIZONS),) how far the intervals must be drawn out, seen from the newest weeks that have come true."""
    ago = calibrate.moment(past.units.shape[1])
    if ago is None:
        return np.ones(len(HORIZONS))
    known = (np.nan_to_num(past.units[:, :-ago]) > 0).any(axis=1)
    if not known.any():
        return np.ones(len(HORIZONS))
    then = _Past(past.units[known, :-ago], past.sold[known, :-ago])
    return calibrate.factors(_sums(then, away, _LOOK_BACK_ROWS, alone=False), past.sold[known, -ago:])


@dataclass(frozen=True, eq=False)
class FittedDefault:
    """sums: (S, len(HORIZONS), 3) for the series that have sold (mask `begun`); the others are expected to sell nothing."""

    panel: Panel
    begun: np.ndarray
    sums: np.ndarray
    spread: Spread
    name: str

    def predict(self, weeks: int, quantiles: Sequence[float]) -> Outlook:
        shares, count = checked(quantiles), len(self.panel)
        trained = np.zeros((count, weeks, 3))
        trained[self.begun] = blend.every_week(self.sums, weeks)
        mean = np.diff(blend.expected(trained), axis=1, prepend=0.0)
        short = self.begun & (self.panel.seen < SHORT_WEEKS)
        mean[short] = _of_category(self.panel, self.begun, short, mean)
        cumulative = blend.any_share(trained, shares)
        cumulative[short] = self.spread.of_sums(np.cumsum(mean[short], axis=1), shares)
        labels = named(count, self.name)
        labels["reason"][short] = "short_history"
        labels["reason"][~self.begun] = "never_sold"
        return Outlook(
            quantiles=shares, weekly=self.spread.of_weeks(np.maximum(mean, 0.0), shares), cumulative=cumulative, mean=mean, **labels
        )


def _of_category(panel: Panel, sold: np.ndarray, short: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """(S, W) expected units of series with a short past: their own level, shrunk to what a series of their category sells (its median, as
    expected by the model), the shape of the weeks as expected for the series itself."""
    category = panel.series["category"].astype(object).where(panel.series["category"].notna(), "")
    weekly = pd.Series(mean.mean(axis=1)).where(sold & ~short)
    usual = weekly.groupby(category.to_numpy()).transform("median").fillna(weekly.median()).to_numpy()[short]
    own, seen = np.nan_to_num(level(panel.units))[short], panel.seen[short]
    target = np.where(np.isnan(usual), own, (seen * own + _CATEGORY_WEEKS * usual) / (seen + _CATEGORY_WEEKS))
    path = np.maximum(mean[short], 0.0)
    rate = path.mean(axis=1)
    return np.where(rate[:, None] > 0, path * (target / np.where(rate > 0, rate, 1))[:, None], target[:, None])
