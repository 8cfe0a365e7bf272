"""What if demand were different? A forecast with the seller's own changes on it: so much more or less, an event, the end of the season.

Each week's demand is scaled by one factor: the share of its days before the season ends × (1 + change) × the factors of its events, each
for the days it covers. Sums grow by the scaled steps of the sums that were: a season that ends leaves them where they stood.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

import numpy as np

from core.errors import InputError
from core.forecast.outlook import Outlook

LEAST_CHANGE, MOST_CHANGE = -1.0, 4.0
MOST_FACTOR = 10.0
_DAYS, _MONTH_DAYS = 7, 365.25 / 12


@dataclass(frozen=True, kw_only=True)
class Event:
    """Days, both included, on which `factor` times as much is sold; name: as the seller calls it.
    Raises InputError for days in the wrong order or a factor outside 0..10."""

    first: date
    last: date
    factor: float
    name: str = ""

    def __post_init__(self):
        if self.last < self.first:
            raise InputError("event_days", first=self.first.isoformat(), last=self.last.isoformat())
        if not 0 <= self.factor <= MOST_FACTOR:
            raise InputError("event_factor", value=self.factor, most=MOST_FACTOR)


@dataclass(frozen=True, kw_only=True)
class WhatIf:
    """change: share by which all demand is higher (0.2) or lower (-0.2); season_end: the last day on which anything is sold, None: no end;
    drift_month: share by which it moves on every month (-0.06: as a shrinking market does), drift_from: the day before the first of it.
    Raises InputError for a change outside -1..4."""

    change: float = 0.0
    events: tuple[Event, ...] = ()
    season_end: date | None = None
    drift_month: float = 0.0
    drift_from: date | None = None

    def __post_init__(self):
        if not LEAST_CHANGE <= self.change <= MOST_CHANGE:
            raise InputError("demand_change", value=self.change, least=LEAST_CHANGE, most=MOST_CHANGE)

    @property
    def nothing(self) -> bool:
        """Whether this leaves the forecast as it is."""
        return self == WhatIf()

    def on(self, day: date) -> float:
        """How many times the usual is sold on a day."""
        if self.season_end is not None and day > self.season_end:
            return 0.0
        drift = (1 + self.drift_month) ** ((day - self.drift_from).days / _MONTH_DAYS) if self.drift_from else 1.0
        return drift * (1 + self.change) * float(np.prod([event.factor for event in self.events if event.first <= day <= event.last]))

    def by_week(self, first_week: date, weeks: int) -> np.ndarray:
        """(weeks,) how many times the usual is sold in each of the weeks from `first_week` on."""
        days = [self.on(first_week + timedelta(days=ahead)) for ahead in range(_DAYS * weeks)]
        return np.array(days).reshape(weeks, _DAYS).mean(axis=1)


def applied(outlook: Outlook, what_if: WhatIf, first_week: date) -> Outlook:
    """The outlook as it would be. first_week: the first day of its first week."""
    return outlook if what_if.nothing else scaled(outlook, what_if.by_week(first_week, outlook.weeks))


def scaled(outlook: Outlook, factors: Sequence[float] | np.ndarray) -> Outlook:
    """Every week's demand times its factor; factors: (H,), or (N, H, Q) for each series and quantile (the mean moves as the middle one)."""
    times = np.asarray(factors, dtype=float)
    times = times[None, :, None] if times.ndim == 1 else times
    steps, middle = np.diff(outlook.cumulative, axis=1, prepend=0.0), outlook.at(0.5) if times.shape[2] > 1 else 0
    return replace(
        outlook, weekly=outlook.weekly * times, cumulative=np.cumsum(steps * times, axis=1), mean=outlook.mean * times[:, :, middle]
    )
