"""What a case means week by week and price by price: the arrays the engine works on.

T weeks, J prices, K cohorts (youngest first). Money is per unit in the marketplace's currency; NaN is unknown and `missing` says why.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

FINEST = 1000  # levels for one SKU: exact up to so many units, above it in lots; then off by less than 0.01 % of value (tests/bench)
COARSE = 72  # levels for screening: off by less than 0.2 % of value (tests/bench/bench_clearance.py)

SALES_PARTS = ("price", "demand", "referral", "fulfilment", "storage", "surcharge", "exit")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """units: on hand; prices (J,), descending; margin (T, J): net margin of one sale without what the unit cost; demand (T, J): mean
    units; cohort_units (K,); storage (T,), surcharge (T, K): charge for one unit kept in that week; exits: door → (T + 1,) worth of a
    unit sent there at the start of week t (its last entry: at the horizon); exit_value (T + 1,): the best of them, or as given;
    beta: discount factor of a week; cohort_week (K,): week at whose start a cohort comes in, 0 for what is on hand; open (T, J): may a
    price be asked in a week; steps (T,): may the price be changed; promotions: ways to sell more for a week at a price;
    refused: promotion → why it cannot be used; missing: part → reason code, for arrays that hold NaN."""

    units: float
    prices: np.ndarray
    margin: np.ndarray
    demand: np.ndarray
    variance_to_mean: float
    cohort_units: np.ndarray
    storage: np.ndarray
    surcharge: np.ndarray
    exits: Mapping[str, np.ndarray]
    exit_value: np.ndarray
    beta: float
    cohort_week: np.ndarray | None = None
    open: np.ndarray | None = None
    steps: np.ndarray | None = None
    promotions: tuple["Offer", ...] = ()
    refused: Mapping[str, str] = field(default_factory=dict)
    missing: Mapping[str, str] = field(default_factory=dict)

    @property
    def weeks(self) -> int:
        return len(self.storage)

    @property
    def unknown(self) -> str | None:
        """Why selling on cannot be valued; None if it can."""
        return next((self.missing[part] for part in SALES_PARTS if part in self.missing), None)

    @property
    def unseen(self) -> str | None:
        """Why not even the units sold can be told; None if they can."""
        return self.missing.get("price") or self.missing.get("demand")

    @cached_property
    def arrivals(self) -> np.ndarray:
        """(T,) units that come in at the start of each week."""
        if self.cohort_week is None:
            return np.zeros(self.weeks)
        later = self.cohort_week > 0
        return np.bincount(self.cohort_week[later], self.cohort_units[later], minlength=self.weeks)[: self.weeks]

    def lots(self, levels: int = FINEST) -> int:
        """The level on which the units on hand stand."""
        return self._lots(levels)[0]

    def grid(self, levels: int = FINEST) -> np.ndarray:
        """Units at each level, from 0 over those on hand (at `lots`) to all that ever may be there: whole units where there are no more of
        them than levels."""
        return self._once(levels, lambda: self._grid(levels))

    def _once(self, key: object, build: Callable[[], np.ndarray]) -> np.ndarray:
        """What `build` gives, worked out the first time: screening asks many times for the same. Not to be changed in place."""
        if key not in self._known:
            self._known[key] = build()
        return self._known[key]

    @cached_property
    def _known(self) -> dict[object, np.ndarray]:
        return {}

    def _grid(self, levels: int) -> np.ndarray:
        lots, step = self._lots(levels)
        more = 0 if self.cohort_week is None else int(np.ceil(self.arrivals.sum() / step - 1e-9))
        return step * np.arange(lots + more + 1) if more else np.linspace(0.0, self.units, lots + 1)

    def _lots(self, levels: int) -> tuple[int, float]:
        """(level of the units on hand, units in a lot). So few on hand beside what comes in that they are less than half a lot: one lot."""
        total = self.units + self.arrivals.sum()
        lots = int(min(self.units, max(1, round(levels * self.units / total)))) or 1
        return lots, self.units / lots if 2 * levels * self.units >= total else total / levels

    def surcharge_of(self, grid: np.ndarray) -> np.ndarray:
        """(T, len(grid)) aged surcharge of the n youngest units there, n on the grid."""
        return self._once(grid.tobytes(), lambda: self._surcharge_of(grid))

    def at_demand(self, factor: float) -> "Terms":
        """The same at so many times the demand. What demand does not change is worked out once for all of them."""
        other = replace(self, demand=self.demand * factor)
        other.__dict__.update(arrivals=self.arrivals, _known=self._known)
        return other

    def _surcharge_of(self, grid: np.ndarray) -> np.ndarray:
        if self.cohort_week is None:
            starts = np.cumsum(self.cohort_units) - self.cohort_units
            return self.surcharge @ np.clip(grid - starts[:, None], 0.0, self.cohort_units[:, None])
        there = np.where(np.arange(self.weeks)[:, None] >= self.cohort_week, self.cohort_units, 0.0)
        starts = np.cumsum(there, axis=1) - there
        young = np.clip(grid - starts[:, :, None], 0.0, there[:, :, None])
        return np.einsum("tk,tkn->tn", self.surcharge, young)

    def holding_of(self, grid: np.ndarray) -> np.ndarray:
        """(T, len(grid)) storage and aged surcharge of the n youngest units: H[t, n] of clearance.md §2."""
        return self.storage[:, None] * grid + self.surcharge_of(grid)


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One way to sell more for a week beside asking a price: coupon, deal, ads, bundle. margin (T, J): of one unit sold, averaged over
    those sold by it and beside it; demand (T, J): units; cost (T,): of using it in a week, whatever is sold; open (T, J): may it be;
    ratio (J,): price paid by it over today's."""

    name: str
    margin: np.ndarray
    demand: np.ndarray
    cost: np.ndarray
    open: np.ndarray
    ratio: np.ndarray
