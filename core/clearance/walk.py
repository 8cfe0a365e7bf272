"""The expected course of a policy: forwards over (price, changes left, units), from the units on hand now, on the policy's own lots.

So it agrees with the policy's value to rounding: value = Σ β^t · net_t.
"""

from dataclasses import dataclass

import numpy as np
import pandas as pd
from numba import njit

from core.clearance.demand import no_kernels, refresh, unbent
from core.clearance.engine import arrive, quantile, week_after
from core.clearance.ladder import Policy, sales_of

SUMS = ("units", "exited", "kept", "sold", "holding", "surcharge", "net", "sold_out")
_SEEN = 1e-12  # states less likely than this are not followed


@dataclass(frozen=True, kw_only=True, eq=False)
class Walk:
    """weekly: a row a week and a last one for the horizon; columns week, units (at the start), exited, kept, price (the likeliest), offer
    (the likeliest promotion's name or None), sold, holding, surcharge, net (undiscounted), sold_out (chance at the start).
    chance (T + 1, L): distribution of the units at the start of each week over `grid`, without the `at_once` that leave at once;
    state (T, J, C): that of each price and number of changes left when the week is sold."""

    weekly: pd.DataFrame
    chance: np.ndarray
    grid: np.ndarray
    state: np.ndarray
    at_once: float

    def quantile(self, share: float) -> np.ndarray:
        """(T + 1,) units at the start of each week that are not exceeded with this chance; those that leave at once are among the first."""
        return quantile(self.chance, self.grid, share) + np.append(self.at_once, np.zeros(len(self.chance) - 1))


def walk(policy: Policy) -> Walk:
    terms = policy.terms
    sums, chance, state, used = walked(policy)
    likely = state.sum(axis=2).argmax(axis=1)
    prices, names = terms.prices[policy.menu], [None, *(offer.name for offer in terms.promotions)]
    table = pd.DataFrame(sums, columns=list(SUMS))
    table.insert(0, "week", np.arange(len(table)))
    table.insert(4, "price", np.append(prices[likely], np.nan))
    table.insert(5, "offer", pd.Series([*(names[w] for w in used.argmax(axis=1)), None], dtype=object))
    return Walk(weekly=table, chance=chance, grid=terms.grid(policy.levels)[: chance.shape[1]], state=state, at_once=policy.sent)


def walked(policy: Policy) -> tuple[np.ndarray, np.ndarray, np.ndarray, np.ndarray]:
    """(T + 1, len(SUMS)) expected sums; chance and state as in Walk; (T, 1 + promotions) chance that each is used."""
    terms, grid = policy.terms, policy.terms.grid(policy.levels)[: policy.value.shape[1]]
    (margin, demand, _), fixed = sales_of(terms, policy.menu)
    weeks = (fixed, terms.holding_of(grid), terms.surcharge_of(grid), terms.exit_value, terms.arrivals / grid[1])
    decisions = (policy.keep, policy.price, policy.offer)
    found = _walk((margin, demand), weeks, decisions, grid, terms.variance_to_mean, policy.start)
    found[0][0, :2] += policy.sent
    found[0][0, 6] += policy.sent * terms.exit_value[0]
    return found


@njit(cache=True, nogil=True)
def _walk(sales, by_week, decisions, grid, ratio, start):
    (fixed, holding, surcharge, exit_value, arrivals), (keep, price, offer) = by_week, decisions
    (offers, weeks, prices), states, levels = sales[0].shape, keep.shape[2], len(grid)
    sums = np.zeros((weeks + 1, 8))
    units, state, used = np.zeros((weeks + 1, levels)), np.zeros((weeks, prices, states)), np.zeros((weeks, offers))
    now = np.zeros((prices, states, levels))
    now[0, states - 1, start] = 1.0
    kernels = no_kernels(offers, prices, levels)
    for t in range(weeks):
        _come_in(now, arrivals[t])
        units[t] = now.sum(axis=0).sum(axis=0)
        sums[t, 0], sums[t, 7] = (units[t] * grid).sum(), units[t, 0]
        chosen = _decide(now, (keep[t], price[t], offer[t]), offers, grid, exit_value[t], sums[t])
        asked = chosen.sum(axis=2).sum(axis=2)
        state[t], used[t] = chosen.sum(axis=0).sum(axis=2), asked.sum(axis=1)
        refresh(kernels, sales[1][:, t], asked >= _SEEN, ratio, grid[1])
        now = _sell(chosen, sales[0][:, t], kernels, (fixed[:, t], holding[t], surcharge[t], grid, asked), sums[t])
    units[weeks] = now.sum(axis=0).sum(axis=0)
    sums[weeks, 0] = sums[weeks, 1] = (units[weeks] * grid).sum()
    sums[weeks, 6], sums[weeks, 7] = exit_value[weeks] * sums[weeks, 1], units[weeks, 0]
    return sums, units, state, used


@njit(cache=True, nogil=True)
def _come_in(now, lots):
    if lots > 0:
        for k in range(now.shape[0]):
            for c in range(now.shape[1]):
                now[k, c] = arrive(now[k, c], lots)


@njit(cache=True, nogil=True)
def _decide(now, decisions, offers, grid, exit_value, sums):
    """(offers, J, C, L) where the states go: exits are taken (and told in `sums`), price and promotion chosen."""
    (keep, price, offer), (prices, states, levels) = decisions, now.shape
    chosen = np.zeros((offers, prices, states, levels))
    for k in range(prices):
        for c in range(states):
            for i in range(levels):
                p = now[k, c, i]
                if p == 0.0:
                    continue
                q = keep[k, c, i]
                j = price[k, c, q]
                left = c if j == k else c - 1
                chosen[offer[j, left, q], j, left, q] += p
                sums[1] += p * (grid[i] - grid[q])
                sums[6] += p * exit_value * (grid[i] - grid[q])
    return chosen


@njit(cache=True, nogil=True)
def _sell(chosen, margin, kernels, week, sums):
    """The states after the week's sales, which are told in `sums`."""
    (_, sold, shift, rest, bend, width), (fixed, holding, surcharge, grid, asked) = kernels, week
    offers, prices, states, levels = chosen.shape
    after = np.zeros((prices, states, levels))
    for w in range(offers):
        for j in range(prices):
            if asked[w, j] < _SEEN:
                continue
            every = chosen[w, j].sum(axis=0)
            some = (every * sold[w, j]).sum()
            sums[2] += (every * grid).sum()
            sums[3] += some
            sums[4] += (every * holding).sum()
            sums[5] += (every * surcharge).sum()
            sums[6] += margin[w, j] * some - (every * holding).sum() - fixed[w] * every.sum()
            for c in range(states):
                if np.abs(chosen[w, j, c]).sum() >= _SEEN:
                    left = week_after(chosen[w, j, c], shift[w, j], rest[w, j], width[w, j])
                    after[j, c] += unbent(left, bend[w, j])
    return after
