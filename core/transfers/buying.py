"""A product that is still bought: up to where it is filled each week, and what a unit is worth that takes the place of a later order.

    up to(t)   demand of lead time and a week from week t on, served with safety.service (normal around the mean, level in doubt)
    T(n)       the first week in which orders would go beyond n units: up to(t) + demand until t ≥ n
    worth      β^T · cost − storage and aged surcharge from its arrival until the order of week T would have come

So a unit that is needed soon is worth nearly its cost, one that is needed in a year its cost then, less a year of storage. What comes later
than an order of today takes the place of none that must be placed before: they fill the stock up first.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from statistics import NormalDist

import numpy as np

from core.clearance.case import Case
from core.clearance.terms import Terms
from core.transfers.pairs import blank

STAGES = ("launch", "growth", "maturity")  # in which a product is ordered again
_DAYS = 7


@dataclass(frozen=True, kw_only=True, eq=False)
class Buying:
    """cost of a unit; lead_days; up_to (T + 1,): units that stock and what is ordered are filled up to in each week; sold (T + 1,): mean
    demand until then; of a sum of demand, ratio: variance over mean, doubt: deviation of the logarithm of its level; sure: deviations over
    the mean that are served."""

    cost: float
    lead_days: float
    up_to: np.ndarray
    sold: np.ndarray
    ratio: float
    doubt: float
    sure: float

    @property
    def lead(self) -> int:
        """Weeks until an order is there."""
        return max(1, int(np.ceil(self.lead_days / _DAYS)))

    def at_level(self, factor: float) -> "Buying":
        """Demand is so many times what is expected, and orders go by what is expected."""
        return replace(self, sold=self.sold * factor, doubt=0.0)

    def short(self, now: float, days: float) -> float:
        """Of units in a row, first the `now` that are here or on their way, then those that come `days` from now: how many may sell before
        an order of today could be here. What would have sold before the later ones come is lost, and asks for none of them."""
        until, then = (float(np.interp(one / _DAYS, np.arange(len(self.sold)), self.sold)) for one in (days, self.lead_days))
        mean = max(0.0, then - until)
        return min(now, until) + mean + self.sure * float(_spread(mean, self.ratio, self.doubt))

    @cached_property
    def reached(self) -> np.ndarray:
        """(T + 1,) units, of those there now and ordered since, that orders have filled up to by each week."""
        return np.maximum.accumulate(self.up_to + self.sold)

    def worth(self, terms: Terms, now: float, more: np.ndarray, days: float = 0.0, aging: np.ndarray | None = None) -> np.ndarray:
        """(K,) money of the unit that comes so many after those there or on their way `now` (below 0: one of these); it is there `days`
        from now. inf where nothing is ordered in its place within the horizon. aging (T,): its aged surcharge by week."""
        weeks, reached = terms.weeks, self.reached
        discount = terms.beta ** np.arange(weeks + 1)
        spent = np.append(0.0, np.cumsum(discount[:-1] * (terms.storage + (0.0 if aging is None else aging))))
        there = min(weeks, int(np.ceil(days / _DAYS)))
        before = max(now, reached[there - self.lead - 1]) if there > self.lead else now
        week = np.searchsorted(reached, before + more)
        known = np.minimum(week, weeks)
        holding = np.maximum(0.0, spent[np.minimum(known + self.lead, weeks)] - spent[there])
        found = np.maximum(discount[known] * self.cost - holding, discount[there] * terms.exit_value[there])
        return np.where(week > weeks, np.inf, found)


def buying(row: Mapping, case: Case, terms: Terms, policy: Mapping) -> Buying | None:
    """Of a listing (nodes.sql); None for a product that is not bought any more, or of which the cost is unknown."""
    if row["stage"] not in STAGES or blank(row["landed_cost"]):
        return None
    days = float(policy["lead_time.default_days"] if blank(row["lead_time_days"]) else row["lead_time_days"])
    path = terms.demand[:, case.shares.index(1.0)]
    ahead = max(1, int(np.ceil(days / _DAYS))) + 1
    sums = np.append(0.0, np.cumsum(np.append(path, np.full(ahead, path[-1]))))
    mean = sums[ahead:] - sums[:-ahead]
    ratio, doubt, sure = case.variance_to_mean, case.demand_sd, NormalDist().inv_cdf(policy["safety.service"])
    return Buying(
        cost=float(row["landed_cost"]), lead_days=days, up_to=mean + sure * _spread(mean, ratio, doubt), sold=sums[: len(path) + 1],
        ratio=ratio, doubt=doubt, sure=sure,
    )  # fmt: skip


def _spread(mean: np.ndarray, ratio: float, doubt: float) -> np.ndarray:
    """Standard deviation of a demand with this mean."""
    return np.sqrt(mean * ratio + (mean * doubt) ** 2)
