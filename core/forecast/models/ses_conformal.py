"""Simple exponential smoothing whose quantiles are those of what came ÷ what was expected, at the past origins of all series of like size.

Source: forecast.md ("SES + ratio conformal").
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.forecast.models.ses import Ses
from core.forecast.outlook import Outlook, checked, named
from core.forecast.panel import Panel
from core.forecast.spread import LEARNT, level, pairs, past_levels

NAME = "ses_conformal"
_GROUPS, _GROUP_PAIRS = 5, 200
_LEAST_PAIRS = 30
_LEAST_UNITS = 1.0  # expected, that a ratio is taken of: of next to nothing one unit would be a thousandfold


@dataclass(frozen=True)
class SesConformal:
    name: str = NAME

    def fit(self, panel: Panel) -> "FittedRatios":
        return FittedRatios(panel, past_levels(panel.units), self.name)


@dataclass(frozen=True, eq=False)
class FittedRatios:
    panel: Panel
    levels: dict[int, np.ndarray]
    name: str

    def predict(self, weeks: int, quantiles: Sequence[float]) -> Outlook:
        shares, base = checked(quantiles), np.nan_to_num(level(self.panel.units))
        plain = Ses().fit(self.panel).predict(weeks, shares)
        cumulative, weekly = (self._of(base, weeks, shares, alone) for alone in (False, True))
        return Outlook(
            quantiles=shares,
            weekly=plain.weekly if weekly is None else weekly,
            cumulative=plain.cumulative if cumulative is None else cumulative,
            mean=plain.mean,
            **named(len(base), self.name),
        )

    def _of(self, base: np.ndarray, weeks: int, shares: tuple[float, ...], alone: bool) -> np.ndarray | None:
        """(N, weeks, Q), straight between the horizons that could be learnt; None where none could."""
        units, found = self.panel.units, {}
        for h in LEARNT:
            ratios = _ratios(pairs(units, self.levels, h, alone), base if alone else h * base, shares)
            if ratios is not None:
                found[h] = ratios
        if not found:
            return None
        known, week = np.array(list(found)), np.arange(1, weeks + 1)
        stacked = np.stack(list(found.values()), axis=1)
        after = np.clip(np.searchsorted(known, week), 0, len(known) - 1)
        before = np.maximum(0, after - 1)
        share = np.clip((week - known[before]) / np.maximum(1, known[after] - known[before]), 0, 1)[None, :, None]
        ratios = stacked[:, before] * (1 - share) + stacked[:, after] * share
        expected = np.repeat(base[:, None], weeks, axis=1) if alone else base[:, None] * week
        return ratios * np.where(expected > 0, np.maximum(expected, _LEAST_UNITS), 0.0)[:, :, None]


def _ratios(seen: tuple[np.ndarray, np.ndarray], mean: np.ndarray, shares: tuple[float, ...]) -> np.ndarray | None:
    """(N, Q) ratios of the group of each series. seen: (expected, sold) of the past; mean: (N,) expected now."""
    expected, sold, mean = np.maximum(seen[0], _LEAST_UNITS), seen[1], np.maximum(mean, _LEAST_UNITS)
    if len(expected) < _LEAST_PAIRS:
        return None
    count = min(_GROUPS, max(1, len(expected) // _GROUP_PAIRS))
    edges = np.quantile(expected, np.linspace(0, 1, count + 1)[1:-1])
    group, ratio = np.searchsorted(edges, expected), sold / expected
    table = np.array([np.quantile(ratio[group == g], shares) if (group == g).any() else np.quantile(ratio, shares) for g in range(count)])
    return table[np.searchsorted(edges, mean)]
