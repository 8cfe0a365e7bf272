"""The forecast of a replay: simple smoothing with the spread that all series share, as `ses`, made quick for week after week.

How far demand strays is learnt anew only every 13 weeks, from what was known by then, and its quantiles are read from a table: with one
spread for all series, a quantile of a week depends on the expected value alone. Off by less than 2 % of the exact ones, and less than
half a unit (tests/core/replay/test_quick.py).
"""

from collections.abc import Sequence
from functools import partial

import numpy as np

from core.forecast.outlook import Outlook, checked, named
from core.forecast.panel import Panel
from core.forecast.spread import Spread, learn, level

NAME = "ses"  # the answers are its own
_LEARNT_FOR = 13  # weeks
_GRID = np.concatenate([[0.0], np.geomspace(0.005, 5000.0, 500)])


class Quick:
    """A model of core.forecast that is asked again and again, each time a week later."""

    name = NAME

    def __init__(self):
        self._asked = 0
        self._table: _Table | None = None

    def fit(self, panel: Panel) -> "FittedQuick":
        if self._asked % _LEARNT_FOR == 0:
            self._table = _Table(learn(panel.units))
        self._asked += 1
        return FittedQuick(np.nan_to_num(level(panel.units)), self._table)


class _Table:
    """Quantiles of the h-th week and of the sum of h weeks by expected value, made when first asked for."""

    def __init__(self, spread: Spread):
        self._spread, self._made = spread, {}

    def of(self, mean: np.ndarray, shares: tuple[float, ...], sums: bool) -> np.ndarray:
        """(N, H, Q) for (N, H) expected values."""
        if (key := (shares, sums, mean.shape[1])) not in self._made:
            made = self._spread.of_sums if sums else self._spread.of_weeks
            self._made[key] = made(np.repeat(_GRID[:, None], mean.shape[1], axis=1), shares)
        at = np.interp(mean, _GRID, np.arange(len(_GRID)))
        low = np.minimum(at.astype(int), len(_GRID) - 2)
        table, week = self._made[key], np.arange(mean.shape[1])[None, :]
        start, end = table[low, week], table[low + 1, week]
        return start + (end - start) * (at - low)[:, :, None]


class FittedQuick:
    """base: (N,) units a week, the same in every coming week."""

    def __init__(self, base: np.ndarray, table: _Table):
        self._base, self._quantiles = base, table.of

    def predict(self, weeks: int, quantiles: Sequence[float]) -> Outlook:
        shares, of = checked(quantiles), partial(self._quantiles, shares=checked(quantiles))
        mean = np.repeat(self._base[:, None], weeks, axis=1)
        weekly, sums = of(mean, sums=False), of(np.cumsum(mean, axis=1), sums=True)
        return Outlook(quantiles=shares, weekly=weekly, cumulative=sums, mean=mean, **named(len(mean), NAME))
