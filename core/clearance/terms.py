"""What a case means week by week and price by price: the arrays the engine works on.

T weeks, J prices, K cohorts (youngest first). Money is per unit in the marketplace's currency; NaN is unknown and `missing` says why.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

FINEST = 1000  # levels for one SKU: exact up to so many units, above it in lots; then off by less than 0.01 % of value (tests/bench)
COARSE = 150  # levels for screening: off by less than 0.2 % of value (tests/bench/bench_clearance.py)

SALES_PARTS = ("price", "demand", "referral", "fulfilment", "storage", "surcharge", "exit")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """units: on hand; prices (J,), descending; margin (T, J): net margin of one sale without what the unit cost; demand (T, J): mean
    units; cohort_units (K,); storage (T,), surcharge (T, K): charge for one unit kept in that week; exits: door → (T + 1,) worth of a
    unit sent there at the start of week t (its last entry: at the horizon); exit_value (T + 1,): the best of them, or as given;
    beta: discount factor of a week; missing: part → reason code, for arrays that hold NaN."""

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

    def grid(self, levels: int = FINEST) -> np.ndarray:
        """Units at each level, 0 … units: whole units where there are no more of them than levels."""
        return np.linspace(0.0, self.units, int(min(self.units, levels)) + 1)

    def surcharge_of(self, grid: np.ndarray) -> np.ndarray:
        """(T, len(grid)) aged surcharge of the n youngest units, n on the grid."""
        starts = np.cumsum(self.cohort_units) - self.cohort_units
        return self.surcharge @ np.clip(grid - starts[:, None], 0.0, self.cohort_units[:, None])

    def holding_of(self, grid: np.ndarray) -> np.ndarray:
        """(T, len(grid)) storage and aged surcharge of the n youngest units: H[t, n] of clearance.md §2."""
        return self.storage[:, None] * grid + self.surcharge_of(grid)
