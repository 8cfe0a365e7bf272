"""How an option may turn out: its policy or price path played many times against chance, with elasticity and level of demand in doubt.

Each play draws an elasticity (normal, sd `elasticity_sd`, at least 0), a level of demand (log-normal of mean 1, sd `demand_sd` of its
logarithm) and every week's demand; elasticities and levels are the same for every option.
Source: clearance.md §2 ("Elasticity is a distribution").
"""

from dataclasses import dataclass

import numpy as np
import scipy
from numba import njit

from core.clearance.build import price_ratio, uplift
from core.clearance.case import Case
from core.clearance.ladder import Policy, sales_of
from core.clearance.terms import FINEST, Terms

PLAYS = 1024
_SEED = 20261125


@dataclass(frozen=True, kw_only=True)
class Spread:
    """Net recovery over the plays, discounted to now."""

    mean: float
    p10: float
    p50: float
    p90: float
    sure: float  # standard error of the mean


def of_policy(case: Case, policy: Policy, plays: int = PLAYS) -> Spread:
    terms, (sales, fixed) = policy.terms, sales_of(policy.terms, policy.menu)
    grid = terms.grid(policy.levels)[: policy.value.shape[1]]
    found = _values(case, terms, (policy.keep, policy.price, policy.offer), (sales, fixed, policy.menu), grid, plays)
    return _spread(found + policy.sent * terms.exit_value[0])


def of_path(case: Case, terms: Terms, path: np.ndarray, plays: int = PLAYS, levels: int = FINEST) -> Spread:
    """path (T,): place in terms.prices for each week; what is left at the horizon leaves by the best exit."""
    grid, weeks = terms.grid(levels), np.arange(terms.weeks)
    shape = (terms.weeks, 1, 1, len(grid))
    decisions = (np.broadcast_to(np.arange(len(grid), dtype=np.int16), shape).copy(), np.zeros(shape, np.int8), np.zeros(shape, np.int8))
    margin, demand = (np.ascontiguousarray(array[weeks, path][None, :, None]) for array in (terms.margin, terms.demand))
    sales = (margin, demand, np.ones((1, terms.weeks, 1), bool))
    return _spread(_values(case, terms, decisions, (sales, np.zeros((1, terms.weeks)), path), grid, plays))


def _values(case: Case, terms: Terms, decisions: tuple, sold: tuple, grid: np.ndarray, plays: int) -> np.ndarray:
    """(N,) net recovery of each play. sold: margin, demand, open; fixed cost; and the place in terms.prices of each price, which for a path
    is that of each week."""
    (margin, demand, _), fixed, places = sold
    level, factor = _doubts(case, terms, plays)
    by_week = margin.shape[2] == 1 and len(places) == terms.weeks
    return _play(
        (margin, demand, fixed), decisions, grid, (terms.holding_of(grid), terms.exit_value, terms.arrivals),
        (terms.variance_to_mean, terms.beta, grid[decisions[0].shape[3] - 1] if terms.cohort_week is None else terms.units),
        (level, np.ascontiguousarray(factor[:, :, places])), by_week, _SEED,
    )  # fmt: skip


def _spread(values: np.ndarray) -> Spread:
    low, middle, high = np.quantile(values, (0.1, 0.5, 0.9))
    return Spread(mean=float(values.mean()), p10=low, p50=middle, p90=high, sure=float(values.std() / np.sqrt(len(values))))


def _doubts(case: Case, terms: Terms, plays: int) -> tuple[np.ndarray, np.ndarray]:
    """(N,) level of demand, (N, 1 + promotions, J) demand at each price over what is expected there."""

    normal = scipy.special.ndtri(scipy.stats.qmc.Sobol(2, seed=_SEED).random(plays))
    level = np.exp(case.demand_sd * normal[:, 0] - case.demand_sd**2 / 2)
    drawn = np.maximum(0.0, case.elasticity + case.elasticity_sd * normal[:, 1])[:, None, None]
    ratios = np.stack([price_ratio(case), *(offer.ratio for offer in terms.promotions)])
    return level, uplift(case, ratios, drawn) / uplift(case, ratios)


@njit(cache=True, nogil=True)
def _play(sales, decisions, grid, by_week, numbers, doubts, path, seed):
    (margin, demand, fixed), (keep, price, offer) = sales, decisions
    (holding, exit_value, arrivals), (ratio, beta, units), (level, factor) = by_week, numbers, doubts
    plays = len(level)
    weeks, states, last = demand.shape[1], keep.shape[2], len(grid) - 1
    values = np.zeros(plays)
    np.random.seed(seed)
    for one in range(plays):
        n, k, c, discount, value = units, 0, states - 1, 1.0, 0.0
        for t in range(weeks):
            n += arrivals[t]
            i = min(last, int(n / grid[1] + 0.5))
            q = keep[t, k, c, i]
            if q < i:
                kept = min(n, grid[q])
                value += discount * exit_value[t] * (n - kept)
                n = kept
            j = price[t, k, c, q]
            if j != k:
                k, c = j, c - 1
            w = offer[t, k, c, q]
            place = min(last, int(n / grid[1]))
            part = n / grid[1] - place
            hold = holding[t, place] * (1.0 - part) + holding[t, min(last, place + 1)] * part
            mean = demand[w, t, k] * level[one] * factor[one, w, t if path else k]
            sold = min(n, _demand(mean, ratio))
            value += discount * (margin[w, t, k] * sold - hold - fixed[w, t])
            n -= sold
            discount *= beta
        values[one] = value + discount * exit_value[weeks] * n
    return values


@njit(cache=True, nogil=True)
def _demand(mean, ratio):
    if mean <= 0.0:
        return 0.0
    return float(np.random.poisson(mean if ratio <= 1.0 else np.random.gamma(mean / (ratio - 1.0), ratio - 1.0)))
