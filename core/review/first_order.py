"""How much to order of a product that never sold: newsvendor over what such products sold in their first 13 weeks.

    D            units wanted in 13 weeks: a negative binomial (core/forecast/spread.py), as a Gamma rate whose weeks are Poisson
    profit(Q)    E[ margin·min(D, Q) + salvage·(Q − D)⁺ ] − landed·Q
    best Q       the quantile (margin − landed) ÷ (margin − salvage) of D
    two batches  a small one first; after `seen` weeks the rest, in after `lead` weeks: what is wanted and not there meanwhile is lost

Both are valued on the same grid of equally likely worlds, the second batch knowing only what was sold until then: the rate after d units
is again a Gamma (r + d), so nothing is simulated. Storage within the 13 weeks is left out. Source: Arrow, Harris & Marschak 1951; Gamma
and Poisson are conjugate. Money a unit in one currency; units whole.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy

from core.errors import InputError
from core.forecast.spread import quantiles

WEEKS = 13
_BLEND = 5.0  # products that the whole catalogue counts as much as, beside those of a category
_USUAL_CV2 = 1.0  # squared relative spread before two products could tell of it
_LEAST_RATIO = 1.0001
_SEEN, _RATES, _DEMANDS = 24, 24, 7  # points of the grid: what was sold first, rates after it, demand of each later part
_ORDERS = 40


@dataclass(frozen=True, kw_only=True)
class Demand:
    """mean, variance of the units of WEEKS weeks; products: of the category that told it; of_all: in the whole catalogue."""

    mean: float
    variance: float
    products: int
    of_all: int

    def quantile(self, share) -> np.ndarray:
        shares = tuple(np.atleast_1d(share).tolist())
        return quantiles(np.array([self.mean]), np.array([self.variance]), shares)[0]

    @property
    def shape(self) -> float:
        """r of the Gamma rate."""
        return self.mean**2 / max(self.variance - self.mean, (_LEAST_RATIO - 1) * self.mean)


def demand(of_category: Sequence[float], of_all: Sequence[float]) -> Demand | None:
    """From the units of the first WEEKS weeks of such products; both moments drawn towards the whole catalogue's. None: nothing seen.

    variance of the next one: that among products, and how little is known of their mean.
    """
    own, every = np.asarray(of_category, float), np.asarray(of_all, float)
    if not len(every) or not every.mean() > 0:
        return None
    share = len(own) / (len(own) + _BLEND)
    mean = share * (own.mean() if len(own) else 0.0) + (1 - share) * every.mean()
    spread = share * _cv2(own, _cv2(every, _USUAL_CV2)) + (1 - share) * _cv2(every, _USUAL_CV2)
    variance = mean + spread * mean**2 * (1 + 1 / (len(own) + _BLEND))
    return Demand(mean=float(mean), variance=float(variance), products=len(own), of_all=len(every))


def _cv2(units: np.ndarray, usual: float) -> float:
    """Squared relative spread beyond chance; `usual` where fewer than two products tell it."""
    if len(units) < 2 or not units.mean() > 0:
        return usual
    return max(0.0, float((units.var(ddof=1) - units.mean()) / units.mean() ** 2))


@dataclass(frozen=True, kw_only=True)
class Terms:
    """Money a unit: margin of a sale before its cost, landed cost, salvage of a unit left. lead, seen: weeks; order_cost: of each order."""

    margin: float
    landed: float
    salvage: float
    lead: float = 6.5
    seen: float = 4.0
    order_cost: float = 0.0

    def __post_init__(self):
        for name, least in (("landed", 0.0), ("lead", 0.0), ("seen", 0.0), ("order_cost", 0.0)):
            if not getattr(self, name) >= least:
                raise InputError("first_order_terms", name=name, value=getattr(self, name))
        if not self.salvage < self.landed:
            raise InputError("first_order_salvage", salvage=self.salvage, landed=self.landed)

    @property
    def ratio(self) -> float:
        """The share of worlds that are worth being served; 0 where a sale does not pay its unit."""
        return max(0.0, (self.margin - self.landed) / (self.margin - self.salvage)) if self.margin > self.salvage else 0.0


@dataclass(frozen=True, kw_only=True)
class Order:
    """units and expected profit of the best one batch; first, then (expected), and profit of the best two; service: chance that one batch
    serves all; loses: chance that it ends below its cost."""

    units: float
    profit: float
    first: float
    then: float
    batches_profit: float
    service: float
    loses: float

    @property
    def gain(self) -> float:
        """What two batches are expected to bring more."""
        return self.batches_profit - self.profit


def best(wanted: Demand, terms: Terms) -> Order:
    """Raises nothing; where a sale does not pay its unit, nothing is ordered."""
    units = float(np.round(wanted.quantile(terms.ratio)[0])) if terms.ratio > 0 else 0.0
    if units <= 0:
        return Order(units=0.0, profit=0.0, first=0.0, then=0.0, batches_profit=0.0, service=float(_chance(wanted, 0.0)), loses=0.0)
    worlds, small = _worlds(wanted, terms), np.unique(np.round(np.linspace(0.0, units, _ORDERS)))
    found = [_batches(worlds, terms, first) for first in small]
    place = int(np.argmax([profit for profit, _ in found]))
    gain = found[place][0] - _batches(worlds, terms, units, again=False)[0]
    profit = float(profits(wanted, terms, np.array([units]))[0])
    even = (terms.landed - terms.salvage) * units / (terms.margin - terms.salvage)
    return Order(
        units=units, profit=profit, first=float(small[place]), then=found[place][1], batches_profit=profit + max(0.0, gain),
        service=float(_chance(wanted, units)), loses=float(_chance(wanted, np.ceil(even) - 1)),
    )  # fmt: skip


def profits(wanted: Demand, terms: Terms, units: np.ndarray) -> np.ndarray:
    """(Q,) expected profit of one batch of each size: exact, by E[min(D, Q)] = Σ P(D > k) for k < Q."""
    whole = np.arange(int(np.ceil(units.max())) + 1)
    served = np.append(0.0, np.cumsum(1.0 - _chance(wanted, whole)))
    sold = np.interp(units, np.arange(len(served)), served)
    costs = terms.landed * units + np.where(units > 0, terms.order_cost, 0.0)
    return terms.margin * sold + terms.salvage * (units - sold) - costs


def _chance(wanted: Demand, units) -> np.ndarray:
    """P(D ≤ units)."""
    return scipy.stats.nbinom.cdf(units, wanted.shape, wanted.shape / (wanted.shape + wanted.mean))


@dataclass(frozen=True, kw_only=True, eq=False)
class World:
    """After a first part in which `sold` units were wanted (so likely: chance): (rates, demands, 1) wanted while a second batch is on its
    way, and (rates, 1, demands) once it is in, all equally likely."""

    sold: float
    chance: float
    waiting: np.ndarray
    later: np.ndarray


def _worlds(wanted: Demand, terms: Terms) -> list[World]:
    """One for each of _SEEN equally likely beginnings."""
    seen = min(terms.seen, float(WEEKS))
    waiting, later = min(terms.lead, WEEKS - seen) / WEEKS, max(0.0, WEEKS - seen - terms.lead) / WEEKS
    shape, mean, shares = wanted.shape, wanted.mean * seen / WEEKS, _middles(_DEMANDS)
    begun = scipy.stats.nbinom.ppf(_middles(_SEEN), shape, shape / (shape + mean)) if mean > 0 else np.zeros(1)
    found = []
    for sold in begun:
        rates = scipy.stats.gamma.ppf(_middles(_RATES), shape + sold, scale=1 / (shape / wanted.mean + seen / WEEKS))[:, None, None]
        parts = scipy.stats.poisson.ppf(shares[:, None], rates * waiting), scipy.stats.poisson.ppf(shares, rates * later)
        found.append(World(sold=float(sold), chance=1 / len(begun), waiting=parts[0], later=parts[1]))
    return found


def _batches(worlds: list[World], terms: Terms, first: float, again: bool = True) -> tuple[float, float]:
    """(expected profit, expected second batch) after a first one of `first` units; a second batch of nothing costs no order."""
    told = [_second(world, terms, max(0.0, first - world.sold), again) for world in worlds]
    profit = sum(world.chance * (terms.margin * min(world.sold, first) + value) for world, (_, value) in zip(worlds, told, strict=True))
    more = sum(world.chance * units for world, (units, _) in zip(worlds, told, strict=True))
    return float(profit - terms.landed * first - (terms.order_cost if first else 0.0)), float(more)


def _second(world: World, terms: Terms, there: float, again: bool) -> tuple[float, float]:
    """(units, value over its cost) of the best second batch when so many are there."""
    left = np.maximum(0.0, there - world.waiting)
    none = _worth(terms, there - left, left, world.later)
    if not again:
        return 0.0, none
    more = max(0.0, float(np.quantile(world.later - left, terms.ratio, method="inverted_cdf")))
    some = _worth(terms, there - left, left + more, world.later) - terms.landed * more - terms.order_cost
    return (more, some) if some > none else (0.0, none)


def _worth(terms: Terms, sold: np.ndarray, there: np.ndarray, later: np.ndarray) -> float:
    """Mean money of what is sold meanwhile, of the rest that is sold, and of what is left."""
    rest = np.minimum(later, there)
    return float((terms.margin * (sold + rest) + terms.salvage * (there - rest)).mean())


def _middles(count: int) -> np.ndarray:
    return (np.arange(count) + 0.5) / count
