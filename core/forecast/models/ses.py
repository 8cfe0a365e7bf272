"""Simple exponential smoothing at 0.2 with a negative binomial around it that all series share."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from core.forecast.outlook import Outlook, checked, named
from core.forecast.panel import Panel
from core.forecast.spread import Spread, learn, level

NAME = "ses"


@dataclass(frozen=True)
class Ses:
    """The same level in every coming week."""

    name: str = NAME
    smoothing: float = 0.2

    def fit(self, panel: Panel) -> "FittedPath":
        base = np.nan_to_num(level(panel.units, self.smoothing))
        return FittedPath(self.name, lambda weeks: np.repeat(base[:, None], weeks, axis=1), learn(panel.units))


@dataclass(frozen=True)
class FittedPath:
    """A model that says one expected path; the pooled spread makes quantiles of it. path(weeks): (N, weeks) expected units a week."""

    name: str
    path: object
    spread: Spread

    def predict(self, weeks: int, quantiles: Sequence[float]) -> Outlook:
        shares, mean = checked(quantiles), np.maximum(self.path(weeks), 0.0)
        return Outlook(
            quantiles=shares,
            weekly=self.spread.of_weeks(mean, shares),
            cumulative=self.spread.of_sums(np.cumsum(mean, axis=1), shares),
            mean=mean,
            **named(len(mean), self.name),
        )
