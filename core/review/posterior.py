"""What a clearance taught about demand: the level against the forecast and the elasticity, before and after, both at once.

    D_t ~ negative binomial, mean base_t · level · f(price_t / p0; ε), variance ÷ mean as in the plan
    before: log level normal (mean of level 1, sd demand_sd), ε normal (elasticity, elasticity_sd), not below 0: what the plan believed
    after : before × Π P(D_t = sold_t); a week that sold out says only P(D_t ≥ sold_t); weeks without data say nothing

computed on a grid, so that no shape is assumed. ε > 0. Source: Bayes; the same doubts as core/clearance/doubt.py.
"""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
import scipy

from core.clearance.build import uplift
from core.clearance.case import Case

_POINTS, _REACH = 61, 3.5  # points of each axis, and how many standard deviations they span
_LEAST_RATIO = 1.0001  # a Poisson week is a negative binomial one of hardly any more variance


@dataclass(frozen=True, kw_only=True, eq=False)
class Belief:
    """elasticity (E,), level (L,), chance (E, L) summing to 1."""

    elasticity: np.ndarray
    level: np.ndarray
    chance: np.ndarray

    def told(self, name: str) -> "Told":
        points, weights = getattr(self, name), self.chance.sum(axis=0 if name == "level" else 1)
        mean = float(points @ weights)
        low, high = (float(_quantile(points, weights, share)) for share in (0.05, 0.95))
        return Told(mean=mean, sd=float(np.sqrt(max(0.0, (points - mean) ** 2 @ weights))), low=low, high=high)

    def draws(self, count: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
        """(elasticity, level), each (count,), as likely as they are believed."""
        chance = np.random.default_rng(seed)
        at = np.unravel_index(chance.choice(self.chance.size, count, p=self.chance.ravel()), self.chance.shape)
        return self.elasticity[at[0]], self.level[at[1]]


@dataclass(frozen=True, kw_only=True)
class Told:
    """mean, sd, and low to high: the middle nine of ten."""

    mean: float
    sd: float
    low: float
    high: float


@dataclass(frozen=True, kw_only=True)
class Learned:
    """before, after: of the elasticity and of the level of demand (1: as forecast) together; weeks: that told something; moved: of them,
    those with a price 5 % or more away from that of the day of the plan."""

    weeks: int
    moved: int
    before: Belief
    after: Belief

    @cached_property
    def elasticity(self) -> tuple[Told, Told]:
        return self.before.told("elasticity"), self.after.told("elasticity")

    @cached_property
    def level(self) -> tuple[Told, Told]:
        return self.before.told("level"), self.after.told("level")


def learn(case: Case, base: np.ndarray, price: np.ndarray, sold: np.ndarray, stock: np.ndarray, known: np.ndarray) -> Learned:
    """base (W,): units expected at today's price; price (W,) asked; sold, stock (W,): units sold and units that could be; known (W,): weeks
    that may speak."""
    said = known & (stock > 0) & (base > 0) & ~np.isnan(price)
    before = believed(case)
    spread = uplift(case, (price[said] / case.list_price)[None, :], before.elasticity[:, None])
    mean = base[said] * before.level[None, :, None] * spread[:, None, :]
    log = _log_chance(mean, sold[said], sold[said] >= stock[said] - 0.5, max(_LEAST_RATIO, case.variance_to_mean)).sum(axis=2)
    weight = before.chance * np.exp(log - log[before.chance > 0].max(initial=-np.inf)) if said.any() else before.chance
    after = Belief(elasticity=before.elasticity, level=before.level, chance=weight / weight.sum())
    moved = int((np.abs(price[said] / case.list_price - 1.0) >= 0.05).sum())
    return Learned(weeks=int(said.sum()), moved=moved, before=before, after=after)


def believed(case: Case) -> Belief:
    """What the plan believed; something that it was sure of is one point."""
    z = np.linspace(-_REACH, _REACH, _POINTS)
    normal = np.exp(-0.5 * z**2)
    epsilon = np.maximum(0.0, case.elasticity + case.elasticity_sd * z)
    level = np.exp(case.demand_sd * z - case.demand_sd**2 / 2)
    chance = normal[:, None] * normal
    return Belief(elasticity=epsilon, level=level, chance=chance / chance.sum())


def _log_chance(mean: np.ndarray, sold: np.ndarray, out: np.ndarray, ratio: float) -> np.ndarray:
    """log P(D = sold), or log P(D ≥ sold) where the week sold out."""
    size, share = np.maximum(mean, 1e-9) / (ratio - 1.0), 1.0 - 1.0 / ratio
    units = np.round(sold)
    gammaln = scipy.special.gammaln
    exact = gammaln(units + size) - gammaln(size) - gammaln(units + 1.0) + size * np.log(1.0 - share) + units * np.log(share)
    if not out.any():
        return exact
    more = np.log(np.maximum(scipy.special.betainc(np.maximum(units[out], 1e-9), size[..., out], share), 1e-300))
    exact[..., out] = np.where(units[out] > 0, more, 0.0)
    return exact


def _quantile(points: np.ndarray, weights: np.ndarray, share: float) -> float:
    """Straight between the middles of the points' shares."""
    if np.ptp(points) == 0:
        return points[0]
    order = np.argsort(points, kind="stable")
    reached = np.cumsum(weights[order]) - weights[order] / 2
    return np.interp(share, reached, points[order])
