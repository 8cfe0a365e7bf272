"""Value and weekly table of a fixed price path on (week, units), stock ageing first in, first out.

    V_t(n) = −H[t, n] + m_t·E min(D_t, n) + β·E V_{t+1}((n − D_t)^+)          V_T(n) = r_T·n

in the conventions of clearance.md §5. Backwards it gives V for every number of units left; forwards, from the units on hand
now, the expected course. Both use the same lots (demand.py), so they agree to rounding; with no more units than levels they are exact.
"""

import numpy as np
import pandas as pd
from numba import njit

from core.clearance.demand import bent, kernel, reach, unbent
from core.clearance.terms import FINEST, Terms


def one_price(terms: Terms) -> np.ndarray:
    """(J, T) paths for `values`: each price throughout."""
    return np.tile(np.arange(len(terms.prices))[:, None], (1, terms.weeks))


def values(terms: Terms, paths: np.ndarray, levels: int = FINEST, first_week: int = 0) -> np.ndarray:
    """(paths, 2, levels + 1): V_t(n) of each path at the start of `first_week` and of the week after it, n on terms.grid(levels).
    paths: (P, T) index into terms.prices for each week; entries before first_week do not matter."""
    grid = terms.grid(levels)
    end = terms.exit_value[-1] * grid
    weeks = (terms.margin, terms.demand, terms.holding_of(grid), terms.arrivals / grid[1])
    return _values(paths, weeks, terms.variance_to_mean, end, terms.beta, grid[1], first_week)


@njit(cache=True, nogil=True)
def _values(paths, arrays, ratio, end, beta, step, first_week):
    (margin, demand, holding, arrivals), (count, weeks) = arrays, paths.shape
    levels = len(end) - 1
    out = np.empty((count, 2, levels + 1))
    for path in range(count):
        value, later, mean, bend = end.copy(), end.copy(), -1.0, 0.0
        for t in range(weeks - 1, first_week - 1, -1):
            j = paths[path, t]
            if demand[t, j] != mean:
                mean = demand[t, j]
                sold, shift, rest, bend = kernel(mean, ratio, step, levels)
                width = reach(shift)
            later = value
            then = arrived(later, arrivals[t + 1]) if t + 1 < weeks and arrivals[t + 1] > 0 else later
            value = week_before(bent(then, bend), margin[t, j], sold, shift, rest, width, holding[t], beta)
        out[path, 0], out[path, 1] = value, later
    return out


def values_by_week(terms: Terms, path: np.ndarray, first_week: int = 0, levels: int = FINEST) -> np.ndarray:
    """(T + 1 - first_week, levels + 1): V_t(n) of one path at the start of each week from `first_week` on, n on terms.grid(levels)."""
    grid = terms.grid(levels)
    weeks = (terms.margin, terms.demand, terms.holding_of(grid), terms.arrivals / grid[1])
    return _values_by_week(path, weeks, terms.variance_to_mean, terms.exit_value[-1] * grid, terms.beta, grid[1], first_week)


@njit(cache=True, nogil=True)
def _values_by_week(path, arrays, ratio, end, beta, step, first_week):
    (margin, demand, holding, arrivals), weeks = arrays, len(path)
    out = np.empty((weeks + 1 - first_week, len(end)))
    out[weeks - first_week], mean, bend = end, -1.0, 0.0
    for t in range(weeks - 1, first_week - 1, -1):
        j, later = path[t], out[t + 1 - first_week]
        if demand[t, j] != mean:
            mean = demand[t, j]
            sold, shift, rest, bend = kernel(mean, ratio, step, len(end) - 1)
            width = reach(shift)
        then = arrived(later, arrivals[t + 1]) if t + 1 < weeks and arrivals[t + 1] > 0 else later
        out[t - first_week] = week_before(bent(then, bend), margin[t, j], sold, shift, rest, width, holding[t], beta)
    return out


def one_week(terms: Terms, later: np.ndarray, j: int, levels: int = FINEST, week: int = 0) -> np.ndarray:
    """V_week on terms.grid(levels) if that week is sold at price j and `later` is V_{week+1}."""
    grid, coming = terms.grid(levels), terms.arrivals[week + 1 : week + 2].sum()
    later = arrived(later, coming / grid[1]) if coming else later
    sold, shift, rest, bend = kernel(terms.demand[week, j], terms.variance_to_mean, grid[1], len(grid) - 1)
    return week_before(bent(later, bend), terms.margin[week, j], sold, shift, rest, reach(shift), terms.holding_of(grid)[week], terms.beta)


@njit(cache=True, nogil=True)
def arrived(value, lots):
    """Value before so many lots come in: that of so many more, straight between levels; more than the grid holds is never there."""
    last = len(value) - 1
    whole, part = int(lots), lots - int(lots)
    out = np.empty_like(value)
    for i in range(last + 1):
        out[i] = (1.0 - part) * value[min(last, i + whole)] + part * value[min(last, i + whole + 1)]
    return out


@njit(cache=True, nogil=True)
def week_before(later, margin, sold, shift, rest, width, holding, beta):
    """V_t from V_{t+1}."""
    value, size, fours = rest * later[0], len(later), width - width % 4
    for k in range(0, fours, 4):
        _add_four(value[k + 4 :], shift[k + 3], shift[k + 2], shift[k + 1], shift[k], later[1:])
        for j in range(3):
            for i in range(k + j + 1, k + 4):
                value[i] += shift[k + j] * later[i - k - j]
    for k in range(fours, width):
        _add(value[k + 1 :], shift[k], later[1:])
    for i in range(size):
        value[i] = margin * sold[i] - holding[i] + beta * value[i]
    return value


@njit(cache=True, nogil=True)
def _add(total, weight, part):
    """total_i += weight · part_i in place: plain and contiguous, so that the machine does several at a time."""
    for i in range(len(total)):
        total[i] += weight * part[i]


@njit(cache=True, nogil=True)
def _add_four(total, a, b, c, d, part):
    """total_i += a · part_i + b · part_{i+1} + c · part_{i+2} + d · part_{i+3}: four times fewer journeys to memory than `_add`."""
    first, second, third, fourth = part, part[1:], part[2:], part[3:]
    for i in range(len(total)):
        total[i] += a * first[i] + b * second[i] + c * third[i] + d * fourth[i]


def course(terms: Terms, path: np.ndarray, levels: int = FINEST) -> np.ndarray:
    """(T + 1, 5) expected units at the start of each week, units sold, holding, surcharge, and the chance of being sold out at the start.
    holding is storage and surcharge, surcharge the part of it; the last row is the horizon."""
    return _followed(terms, path, levels)[0]


def fan(terms: Terms, path: np.ndarray, shares: tuple[float, ...], levels: int = FINEST) -> list[np.ndarray]:
    """For each share, (T + 1,) units at the start of each week that are not exceeded with this chance."""
    chance = _followed(terms, path, levels)[1]
    return [quantile(chance, terms.grid(levels), share) for share in shares]


def chances_by_week(terms: Terms, path: np.ndarray, levels: int = FINEST) -> np.ndarray:
    """(T + 1, L) chance of each number of units on terms.grid(levels) at the start of each week, what comes in then counted."""
    return _followed(terms, path, levels)[1]


def quantile(chance: np.ndarray, grid: np.ndarray, share: float) -> np.ndarray:
    """(T + 1,) units that are not exceeded with this chance, from their distribution (T + 1, L) over a grid."""
    return grid[(np.cumsum(chance, axis=1) >= share - 1e-12).argmax(axis=1)]


def _followed(terms: Terms, path: np.ndarray, levels: int) -> tuple[np.ndarray, np.ndarray]:
    grid = terms.grid(levels)
    weeks = (terms.demand, terms.holding_of(grid), terms.surcharge_of(grid), terms.arrivals / grid[1])
    return _course(path, weeks, terms.variance_to_mean, grid, terms.lots(levels))


def weeks_of(terms: Terms, path: np.ndarray, levels: int = FINEST) -> dict[str, np.ndarray]:
    """The course of one path, with a last entry for the exit at the horizon: week, price, units, sold, exited, holding, surcharge,
    net (margin of the sales, or worth of the exit, less holding), sold_out. Money is not discounted."""
    units, sold, holding, surcharge, sold_out = course(terms, path, levels).T
    exited = np.append(np.zeros(terms.weeks), units[-1])
    sales = np.append(terms.margin[np.arange(terms.weeks), path] * sold[:-1], 0.0)
    return {
        "week": np.arange(terms.weeks + 1), "price": np.append(terms.prices[path], np.nan), "units": units, "sold": sold, "exited": exited,
        "holding": holding, "surcharge": surcharge, "net": sales + terms.exit_value[-1] * exited - holding, "sold_out": sold_out,
    }  # fmt: skip


def weekly(terms: Terms, path: np.ndarray, levels: int = FINEST) -> pd.DataFrame:
    """The same as a table."""
    return pd.DataFrame(weeks_of(terms, path, levels))


@njit(cache=True, nogil=True)
def _course(path, by_week, ratio, grid, start):
    (demand, holding, surcharge, arrivals), weeks, levels = by_week, len(path), len(grid) - 1
    out, every = np.zeros((weeks + 1, 5)), np.zeros((weeks + 1, levels + 1))
    chance = np.zeros(levels + 1)
    chance[start] = 1.0
    mean, bend = -1.0, 0.0
    for t in range(weeks):
        if demand[t, path[t]] != mean:
            mean = demand[t, path[t]]
            sold, shift, rest, bend = kernel(mean, ratio, grid[1], levels)
            width = reach(shift)
        if arrivals[t] > 0:
            chance = arrive(chance, arrivals[t])
        every[t] = chance
        out[t, 0], out[t, 1] = (chance * grid).sum(), (chance * sold).sum()
        out[t, 2], out[t, 3], out[t, 4] = (chance * holding[t]).sum(), (chance * surcharge[t]).sum(), chance[0]
        chance = unbent(week_after(chance, shift, rest, width), bend)
    out[weeks, 0], out[weeks, 4], every[weeks] = (chance * grid).sum(), chance[0], chance
    return out, every


@njit(cache=True, nogil=True)
def arrive(chance, lots):
    """The distribution after so many lots came in: the adjoint of `arrived`."""
    last = len(chance) - 1
    whole, part = int(lots), lots - int(lots)
    out = np.zeros_like(chance)
    for i in range(last + 1):
        out[min(last, i + whole)] += (1.0 - part) * chance[i]
        out[min(last, i + whole + 1)] += part * chance[i]
    return out


@njit(cache=True, nogil=True)
def week_after(chance, shift, rest, width):
    """The distribution over the grid one week later: the adjoint of week_before."""
    after, size, fours = np.zeros_like(chance), len(chance), width - width % 4
    after[0] = (rest * chance).sum()
    for k in range(0, fours, 4):
        _add_four(after[1 : size - k - 3], shift[k], shift[k + 1], shift[k + 2], shift[k + 3], chance[k + 1 :])
        for j in range(3):
            for i in range(size - k - 3, size - k - j):
                after[i] += shift[k + j] * chance[i + k + j]
    for k in range(fours, width):
        _add(after[1 : size - k], shift[k], chance[k + 1 :])
    return after


def present_value(table: pd.DataFrame, beta: float) -> float:
    """The value now of a weekly table: its net, discounted to today."""
    return float((table["net"] * beta ** table["week"]).sum())
