"""What a product will sell that has just landed, with no week of sales known: as much as its category, the less the longer it lies there.

    units of a week = w · median of its category's products in that week ÷ (w + weeks here without a sale), w = _WEEKS
Its category: the products of its marketplace and category with 8 weeks of sales or more. How far it may stray: the pooled spread of all
series, and besides how far the products of one category lie from its median. Assumed, not known: _WEEKS.
Promise: where no category tells, and of old stock that never sold, the model's answer stands.
"""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.forecast.models.default import SHORT_WEEKS
from core.forecast.outlook import Outlook
from core.forecast.panel import Panel
from core.forecast.spread import Spread, learn, level

REASON = "landed"
_CATEGORY = ["marketplace", "category"]
_WEEKS = 3.0  # weeks without a sale that the category weighs as much as, as with a short past (core/forecast/models/default.py)
_LARGEST = 5.0  # times its category's median; a product beyond tells nothing of the others
_MOST_SERIES = 200  # enough to learn a spread from


def of_category(outlook: Outlook, panel: Panel, silent_weeks: np.ndarray) -> Outlook:
    """The outlook with the category's answer, and REASON, for the series that have just landed.
    silent_weeks: (N,) weeks they have been here without a sale; NaN of every other series."""
    landed = ~np.isnan(silent_weeks)
    if not landed.any():
        return outlook
    usual, categories = panel.with_sales() & (panel.seen >= SHORT_WEEKS), panel.series.groupby(_CATEGORY, sort=False).ngroup()
    theirs = _medians(np.where(usual[:, None], outlook.mean, np.nan), categories)
    rows = landed & ~np.isnan(theirs).any(axis=1)
    if not rows.any():
        return outlook
    mean = theirs[rows] * (_WEEKS / (_WEEKS + silent_weeks[rows]))[:, None]
    spread = _spread(panel.units[usual], categories[usual])
    return replace(
        outlook,
        mean=_with(outlook.mean, rows, mean),
        weekly=_with(outlook.weekly, rows, spread.of_weeks(mean, outlook.quantiles)),
        cumulative=_with(outlook.cumulative, rows, spread.of_sums(np.cumsum(mean, axis=1), outlook.quantiles)),
        reason=_with(outlook.reason, rows, REASON),
    )


def _medians(values: np.ndarray, categories: pd.Series) -> np.ndarray:
    """(N, W) median of each row's category, column by column; NaN of no category (-1) and of one without a value."""
    found = pd.DataFrame(values).groupby(categories.to_numpy()).transform("median").to_numpy()
    return np.where((categories == -1).to_numpy()[:, None], np.nan, found)


def _spread(units: np.ndarray, categories: pd.Series) -> Spread:
    """Of (S, T) units: the pooled one, in doubt also of where in its category a product lies."""
    levels = level(units)[:, None]
    middle = _medians(levels, categories)
    ratio = levels[middle > 0] / middle[middle > 0]
    doubt = np.array([[0.0], [np.var(np.minimum(ratio, _LARGEST)) if len(ratio) else 0.0]])
    pooled = learn(units[:: max(1, -(-len(units) // _MOST_SERIES))])
    return Spread(pooled.sums + doubt, pooled.weeks + doubt)


def _with(whole: np.ndarray, rows: np.ndarray, part) -> np.ndarray:
    changed = whole.copy()
    changed[rows] = part
    return changed
