"""The exact ladder: the best price steps, down only, with a limited number of changes, promotions and partial exits each week
(clearance.md §2).

    W_{t,j,c}(n) = −H[t, n] + max_w (m_tjw·E min(D, n) − f_tw + β·E V_{t+1,j,c}((n − D)^+))       w: no promotion, or one that is open
    U_{t,k,c}(n) = max(W_{t,k,c}(n), max_{j>k} W_{t,j,c−1}(n) − change_cost)
    V_{t,k,c}(n) = max_{q≤n} U_{t,k,c}(q) + r_t·(n − q) − exit_cost·1{q<n}          V_T(n) = r_T·n

k: price now; c: changes left; q: units kept. Units that come in at the start of week t + 1 are added to what is left before V_{t+1}.
On the same lots as engine.py: exact with no more units than levels.
"""

from dataclasses import dataclass

import numpy as np
from numba import njit

from core.clearance.case import Case
from core.clearance.demand import bent, no_kernels, refresh
from core.clearance.engine import arrived, week_before
from core.clearance.terms import FINEST, Terms

_GLANCE = 40  # levels of a first look: how much of the stock is worth keeping


@dataclass(frozen=True, kw_only=True, eq=False)
class Policy:
    """What to do in every state. L: level of terms.grid(levels); j: place in `menu`; c: changes left.

    value (T + 1, L): V at the first price with all changes left; keep (T, J, C, L): level kept of so many; price (T, J, C, L): j asked
    with so many kept; offer (T, J, C, L): promotion used at price j and c changes left with so many kept, 0 for none, else place in
    terms.promotions + 1. Places that cannot be reached hold nothing of meaning. Where most of the stock is sent out at once, only the
    lowest levels are solved (L ends there): above them a unit more is worth what it brings at the exit.
    """

    terms: Terms
    menu: np.ndarray
    levels: int
    value: np.ndarray
    keep: np.ndarray
    price: np.ndarray
    offer: np.ndarray

    @property
    def start(self) -> int:
        """The level that the first week's decisions are read at: that of the units on hand, or the highest solved."""
        return min(self.terms.lots(self.levels), self.value.shape[1] - 1)

    @property
    def sent(self) -> float:
        """Units above the highest level solved: they leave at once."""
        return float(self.terms.grid(self.levels)[self.terms.lots(self.levels)] - self.terms.grid(self.levels)[self.start])

    @property
    def worth(self) -> float:
        """Expected net recovery of the units on hand now."""
        return float(self.value[0, self.start] + self.sent * self.terms.exit_value[0])

    def worth_of(self, units):
        """The same of the youngest of them, straight between levels; an array of units is taken as well."""
        grid = self.terms.grid(self.levels)[: self.start + 1]
        above = np.maximum(0.0, units - grid[-1])
        return np.interp(units, grid, self.value[0, : self.start + 1]) + above * self.terms.exit_value[0]

    def first(self, all_kept: bool = False) -> tuple[float, float, int]:
        """Units kept, price and promotion of the first week; all_kept: if nothing were sent out in it."""
        kept = self.start if all_kept else self.keep[0, 0, -1, self.start]
        j = self.price[0, 0, -1, kept]
        left = self.keep.shape[2] - 1 - (j != 0)
        units, price = self.terms.grid(self.levels)[kept], self.terms.prices[self.menu[j]]
        return float(units), float(price), int(self.offer[0, j, left, kept])


def best_policy(case: Case, terms: Terms, levels: int = FINEST) -> Policy:
    """The best policy of one case over its price_shares from today's price on; its terms must be known. With more units than levels, of
    which most leave at once, the lots are made small enough for those that stay."""
    if terms.units > levels and terms.cohort_week is None:
        top = 1.3 * _solved(case, terms, _GLANCE, changes=min(1, case.max_changes)).first()[0] + 2.0 * terms.units / _GLANCE
        if top < 0.8 * terms.units:
            fine = int(min(terms.units, np.ceil(levels * terms.units / top)))
            return _solved(case, terms, fine, int(np.ceil(top / terms.units * fine)))
    return _solved(case, terms, levels)


def _solved(case: Case, terms: Terms, levels: int, top: int | None = None, changes: int | None = None) -> Policy:
    """top: the highest level to solve; changes: None: those of the case."""
    menu, grid = menu_of(case), terms.grid(levels)
    grid = grid if top is None else grid[: top + 1]
    sales, fixed = sales_of(terms, menu)
    steps = np.ones(terms.weeks, np.bool_) if terms.steps is None else terms.steps
    value, keep, price, offer = _ladder(
        sales,
        (fixed, terms.holding_of(grid), terms.exit_value, terms.arrivals / grid[1], steps),
        grid,
        (terms.variance_to_mean, terms.beta, case.change_cost, case.exit_cost),
        case.max_changes if changes is None else changes,
    )
    return Policy(terms=terms, menu=menu, levels=levels, value=value, keep=keep, price=price, offer=offer)


def free_price_bound(case: Case, terms: Terms, levels: int = FINEST, top: int | None = None) -> float:
    """What could be had if any price could be asked in any week: never below the best policy. top: the highest level to look at first;
    all are, if even with free prices nothing would leave there."""
    grid, start = terms.grid(levels), terms.lots(levels)
    looked = grid if top is None or top >= start else grid[: top + 1]
    sales, fixed = sales_of(terms, menu_of(case))
    weeks = (fixed, terms.holding_of(looked), terms.exit_value, terms.arrivals / grid[1])
    value, kept = _free(sales, weeks, looked, (terms.variance_to_mean, terms.beta, case.exit_cost))
    if len(looked) < len(grid) and kept == top:
        return free_price_bound(case, terms, levels)
    start = min(start, len(looked) - 1)
    return float(value[start] + (grid[terms.lots(levels)] - grid[start]) * terms.exit_value[0])


def menu_of(case: Case) -> np.ndarray:
    """Places in terms.prices of the prices that may be asked, today's first."""
    return np.array([i for i, share in enumerate(case.shares) if share in {*case.price_shares, 1.0} and share <= 1.0])


def sales_of(terms: Terms, menu: np.ndarray) -> tuple[tuple[np.ndarray, np.ndarray, np.ndarray], np.ndarray]:
    """margin, demand, open (1 + promotions, T, prices of the menu), fixed cost (1 + promotions, T); the first is no promotion. All laid out
    alike, so that Numba compiles for one layout only."""
    shape = (terms.weeks, len(terms.prices))
    plain = np.ones(shape, bool) if terms.open is None else terms.open
    margin = np.stack([terms.margin, *(offer.margin for offer in terms.promotions)])[:, :, menu]
    demand = np.stack([terms.demand, *(offer.demand for offer in terms.promotions)])[:, :, menu]
    may = np.stack([plain, *(offer.open & plain for offer in terms.promotions)])[:, :, menu]
    fixed = np.stack([np.zeros(terms.weeks), *(offer.cost for offer in terms.promotions)])
    return (np.ascontiguousarray(margin), np.ascontiguousarray(demand), np.ascontiguousarray(may)), fixed


@njit(cache=True, nogil=True)
def _ladder(sales, by_week, grid, numbers, changes):
    (fixed, holding, exit_value, arrivals, steps), (ratio, beta, change_cost, exit_cost) = by_week, numbers
    (_, weeks, prices), levels = sales[0].shape, len(grid)
    value = np.empty((prices, changes + 1, levels))
    value[:] = exit_value[weeks] * grid
    today, worth = np.empty((weeks + 1, levels)), np.empty_like(value)
    today[weeks] = value[0, changes]
    keep = np.zeros((weeks, prices, changes + 1, levels), np.int16)
    price = np.zeros((weeks, prices, changes + 1, levels), np.int8)
    offer = np.zeros((weeks, prices, changes + 1, levels), np.int8)
    kernels = no_kernels(len(fixed), prices, levels)
    for t in range(weeks - 1, -1, -1):
        _come_in(value, arrivals, t + 1)
        refresh(kernels, sales[1][:, t], sales[2][:, t], ratio, grid[1])
        _sell(value, sales, t, (fixed[:, t], holding[t], beta), kernels, (worth, offer[t]))
        best = _choose(worth, change_cost, steps[t], price[t])
        for k in range(prices):
            for c in range(changes + 1):
                if _reached(k, c, changes):
                    _exits(best[k, c], grid, exit_value[t], exit_cost, value[k, c], keep[t, k, c])
        today[t] = value[0, changes]
    return today, keep, price, offer


@njit(cache=True, nogil=True)
def _come_in(value, arrivals, week):
    """Every state's value before the units of a week come in, in place."""
    if week < len(arrivals) and arrivals[week] > 0:
        for j in range(value.shape[0]):
            for c in range(value.shape[1]):
                value[j, c] = arrived(value[j, c], arrivals[week])


@njit(cache=True, nogil=True)
def _sell(value, sales, t, week, kernels, found_at):
    """W of a week in `worth`, from V of the next; `offer` takes the promotion it is reached with."""
    (margin, _, may), (fixed, holding, beta), (worth, offer) = sales, week, found_at
    (_, sold, shift, rest, bend, width), (prices, states, _) = kernels, value.shape
    worth[:] = -np.inf
    for w in range(len(fixed)):
        for j in range(prices):
            if not may[w, t, j]:
                continue
            for c in range(states):
                if _reached(j, c, states - 1):
                    later, lots = bent(value[j, c], bend[w, j]), (shift[w, j], rest[w, j], width[w, j])
                    found = week_before(later, margin[w, t, j], sold[w, j], *lots, holding, beta)
                    _better(found, fixed[w], w, worth[j, c], offer[j, c])


@njit(cache=True, nogil=True)
def _better(found, cost, w, worth, offer):
    for i in range(len(found)):
        if found[i] - cost > worth[i]:
            worth[i], offer[i] = found[i] - cost, w


@njit(cache=True, nogil=True)
def _reached(j, c, changes):
    """Can price j be asked with c changes left? All are left at the first price only; each change goes at least one price down."""
    return j == 0 if c == changes else j >= changes - c


@njit(cache=True, nogil=True)
def _choose(worth, change_cost, may_change, price):
    """U from W; `price` takes the price asked in each state. A running maximum from the cheapest price up; today's wins among equals,
    then the dearest."""
    prices, states, size = worth.shape
    best = worth.copy()
    for k in range(prices):
        price[k] = k
    for c in range(1, states):
        if not may_change:
            break
        cheaper, which = np.full(size, -np.inf), np.zeros(size, np.int8)
        for k in range(prices - 1, -1, -1):
            for i in range(size):
                if cheaper[i] - change_cost > best[k, c, i]:
                    best[k, c, i] = cheaper[i] - change_cost
                    price[k, c, i] = which[i]
                if worth[k, c - 1, i] >= cheaper[i]:
                    cheaper[i], which[i] = worth[k, c - 1, i], k
    return best


@njit(cache=True, nogil=True)
def _exits(best, grid, worth, cost, value, keep):
    """V from U in `value`: keep q ≤ n, send the rest out; `keep` takes q. All are kept where that is as good."""
    top, at = -np.inf, 0
    for i in range(len(grid)):
        gain = best[i] - worth * grid[i]
        if top - cost > gain + 1e-9:
            value[i], keep[i] = top - cost + worth * grid[i], at
            continue
        value[i], keep[i] = best[i], i
        if gain >= top:
            top, at = gain, i


@njit(cache=True, nogil=True)
def _free(sales, by_week, grid, numbers):
    (margin, demand, may), (fixed, holding, exit_value, arrivals) = sales, by_week
    (ratio, beta, exit_cost), (offers, weeks, prices), levels = numbers, margin.shape, len(grid)
    value, keep, kernels = exit_value[weeks] * grid, np.empty(levels, np.int16), no_kernels(offers, prices, levels)
    _, sold, shift, rest, bend, width = kernels
    for t in range(weeks - 1, -1, -1):
        if t + 1 < weeks and arrivals[t + 1] > 0:
            value = arrived(value, arrivals[t + 1])
        best = np.full(levels, -np.inf)
        refresh(kernels, demand[:, t], may[:, t], ratio, grid[1])
        for w in range(offers):
            for j in range(prices):
                if may[w, t, j]:
                    later, lots = bent(value, bend[w, j]), (shift[w, j], rest[w, j], width[w, j])
                    found = week_before(later, margin[w, t, j], sold[w, j], *lots, holding[t], beta)
                    best = np.maximum(best, found - fixed[w, t])
        _exits(best, grid, exit_value[t], exit_cost, value, keep)
    return value, keep[levels - 1]
