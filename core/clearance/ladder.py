"""The exact ladder: the best price steps, down only, with a limited number of changes and partial exits each week (clearance.md §2).

    W_{t,j,c}(n) = −H[t, n] + m_tj·E min(D, n) + β·E V_{t+1,j,c}((n − D)^+)
    U_{t,k,c}(n) = max(W_{t,k,c}(n), max_{j>k} W_{t,j,c−1}(n) − change_cost)
    V_{t,k,c}(n) = max_{q≤n} U_{t,k,c}(q) + r_t·(n − q) − exit_cost·1{q<n}          V_T(n) = r_T·n

k: price now; c: changes left; q: units kept. On the same lots as engine.py: exact with no more units than levels.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit

from core.clearance.build import terms_for
from core.clearance.case import Case
from core.clearance.demand import kernel, reach
from core.clearance.engine import one_week, week_before
from core.clearance.terms import FINEST, Terms
from core.errors import InputError

WAITS = (1, 2, 4, 8)


@dataclass(frozen=True, kw_only=True)
class Ladder:
    """value: expected net recovery under the best policy; first action: keep so many units at that price, send the rest out;
    bound_free_price: value if any price could be set any week, never below value; cost_of_waiting: weeks held at today's price without
    exits → what that loses, never below 0."""

    value: float
    keep_units: float
    exit_units: float
    price: float
    bound_free_price: float
    cost_of_waiting: dict[int, float]


def exact_ladder(case: Case, levels: int = FINEST) -> Ladder:
    """The best plan of one case over its price_shares from today's price on. Raises InputError where selling cannot be valued."""
    terms, _ = terms_for(case)
    if terms.unknown:
        raise InputError("clearance_no_course", option="exact_ladder", reason=terms.unknown)
    menu = np.array([i for i, share in enumerate(case.shares) if share in {*case.price_shares, 1.0} and share <= 1.0])
    held, keep, price = _solve(terms, menu, case, levels, False)
    free = _solve(terms, menu, case, levels, True)[0]
    grid, value = terms.grid(levels), held[0, -1]
    waits = {weeks: max(0.0, float(value) - _held(terms, held, menu[0], weeks, levels)) for weeks in WAITS if weeks <= terms.weeks}
    return Ladder(
        value=float(value),
        keep_units=float(grid[keep]),
        exit_units=float(terms.units - grid[keep]),
        price=float(terms.prices[menu[price]]),
        bound_free_price=float(free[0, -1]),
        cost_of_waiting=waits,
    )


def _solve(terms: Terms, menu: np.ndarray, case: Case, levels: int, free: bool) -> tuple[np.ndarray, int, int]:
    """(V_t(n) at today's price with all changes left (T + 1, levels + 1), level kept first, menu index of the first price)."""
    grid = terms.grid(levels)
    weeks = (terms.margin[:, menu], terms.demand[:, menu], terms.holding_of(grid), terms.exit_value)
    costs = (0.0 if free else case.change_cost, case.exit_cost)
    return _ladder(weeks, grid, terms.variance_to_mean, terms.beta, costs, 0 if free else case.max_changes, free)


def _held(terms: Terms, later: np.ndarray, today: int, weeks: int, levels: int) -> float:
    """Value now of holding everything at today's price for `weeks`, then the best."""
    value = later[weeks]
    for week in range(weeks - 1, -1, -1):
        value = one_week(terms, value, today, levels, week)
    return float(value[-1])


@njit(cache=True, nogil=True)
def _ladder(arrays, grid, ratio, beta, costs, changes, free):
    (margin, demand, holding, exit_value), (weeks, prices) = arrays, arrays[0].shape
    levels = len(grid) - 1
    value = np.empty((prices, changes + 1, levels + 1))
    value[:] = exit_value[weeks] * grid
    today = np.empty((weeks + 1, levels + 1))
    today[weeks] = value[0, changes]
    kept, price = levels, 0
    for t in range(weeks - 1, -1, -1):
        worth = np.empty_like(value)
        for j in range(prices):
            sold, shift, rest = kernel(demand[t, j], ratio, grid[1], levels)
            for c in range(changes + 1):
                worth[j, c] = week_before(value[j, c], margin[t, j], sold, shift, rest, reach(shift), holding[t], beta)
        best, choice = _choose(worth, costs[0], free)
        kept, price = _keep(best[0, changes], choice, grid, exit_value[t], costs[1])
        for k in range(prices):
            for c in range(changes + 1):
                value[k, c] = _exits(best[k, c], grid, exit_value[t], costs[1])
        today[t] = value[0, changes]
    return today, kept, price


@njit(cache=True, nogil=True)
def _choose(worth, change_cost, free):
    """U from W, and which price today's best choice with all changes left is, by level. A running maximum from the cheapest price up."""
    prices, states, size = worth.shape
    best, choice = worth.copy(), np.zeros(size, np.int64)
    for c in range(states):
        if c == 0 and not free:
            continue
        cheaper, which = np.full(size, -np.inf), np.zeros(size, np.int64)
        for k in range(prices - 1, -1, -1):
            for i in range(size):
                if cheaper[i] - change_cost > best[k, c, i]:
                    best[k, c, i] = cheaper[i] - change_cost
                    choice[i] = which[i] if k == 0 and c == states - 1 else choice[i]
                step = worth[k, c if free else c - 1, i]
                if step >= cheaper[i]:
                    cheaper[i], which[i] = step, k
        if free:
            best[:, c] = best[0, c]
    return best, choice


@njit(cache=True, nogil=True)
def _exits(best, grid, worth, cost):
    """V from U: keep q ≤ n, send the rest out."""
    out, top = best.copy(), -np.inf
    for i in range(len(grid)):
        out[i] = max(best[i], top + worth * grid[i] - cost)
        top = max(top, best[i] - worth * grid[i])
    return out


@njit(cache=True, nogil=True)
def _keep(best, choice, grid, worth, cost):
    """The level kept of all units, and the price chosen there."""
    last = len(grid) - 1
    kept, most = last, best[last]
    for q in range(last):
        value = best[q] + worth * (grid[last] - grid[q]) - cost
        if value > most + 1e-9:
            kept, most = q, value
    return kept, choice[kept]
