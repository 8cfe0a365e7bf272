"""What a stock loses by giving units away, and what it gains by units that come later, by the clearance engine, demand's level in doubt.

    loss(x) = V(n) − V(n − x)          V: the best single price asked from now on, and what is better sent out at once by the best door
    gain(x) = β^L·Σ_m P_L(m)·(V_L(m + x) − V_L(m))       L: week at whose start x come in; P_L: units then left; V_L: value of selling on

at today's price in P_L and V_L: a site that is sent stock is short of it. Units that come in are young: their age begins on that day.
The level of demand is uncertain by the case's demand_sd: five levels with Gauss-Hermite weights, the mean kept; price and exit are decided
before it is known. Clearing in place is therefore what a move has to beat: V is what a unit brings here at its best.

A product that is still bought can be bought again: a unit beyond what a lead time may sell is worth no more than the order whose place it
takes (`capped`, buying.py), at each level of demand. Without this every unit moved would count a sale that the next order serves.
"""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta

import numpy as np

from core.clearance.case import Case
from core.clearance.engine import chances_by_week, one_price, values, values_by_week
from core.clearance.terms import COARSE, Terms

_NODES, _WEIGHTS = np.polynomial.hermite_e.hermegauss(5)  # with three, a plan of the demo said a tenth less than its lives brought
_WEIGHTS = _WEIGHTS / _WEIGHTS.sum()


def levels_of_demand(case: Case) -> list[tuple[float, float]]:
    """(factor on the mean demand, weight): mean 1, standard deviation of the logarithm demand_sd."""
    if case.demand_sd <= 0:
        return [(1.0, 1.0)]
    factors = np.exp(case.demand_sd * _NODES)
    return [(float(factor), float(weight)) for factor, weight in zip(factors / (factors @ _WEIGHTS), _WEIGHTS, strict=True)]


def loss(case: Case, terms: Terms, units: Sequence[float]) -> np.ndarray:
    """(len(units),) what the stock's worth falls by if so many of its units on hand are taken away now."""
    grid = terms.grid(COARSE)
    start = grid[terms.lots(COARSE)]
    left = start - np.minimum(np.asarray(units, float), start)
    worth = best_now(terms, levels_of_demand(case))
    return np.interp(start, grid, worth) - np.interp(left, grid, worth)


def best_now(terms: Terms, levels: Sequence[tuple[float, float]]) -> np.ndarray:
    """V(n) on the coarse grid: the best single price for the units kept, the rest out by the best door, whatever the level turns out."""
    own = replace(terms)  # what is worked out for it goes when it goes: there are thousands
    kept = sum(weight * values(own.at_demand(factor), one_price(own), COARSE)[:, 0, :] for factor, weight in levels)
    sent = terms.exit_value[0] * terms.grid(COARSE)
    return np.maximum.accumulate(kept.max(axis=0) - sent) + sent


Again = Callable[[np.ndarray, int, float], np.ndarray]


def gain(case: Case, terms: Terms, more: Terms, weeks: Sequence[int], units: Sequence[float], again: Again | None = None) -> np.ndarray:
    """(len(weeks), len(units)) what the stock's worth rises by if so many units come in at the start of a week. more: the terms into which
    the most of them come, in the first of these weeks or before (`expecting`). again: the curve of a week (its place) at a level of demand
    (factor), as it is where the product can be bought again."""
    known = [week for week in weeks if week < terms.weeks]
    today, found = case.shares.index(1.0), np.zeros((len(weeks), len(units)))
    if not known:
        return found
    path, first, own, with_more = np.full(terms.weeks, today), min(known), replace(terms), replace(more)
    left, grid = terms.grid(COARSE), more.grid(COARSE)
    at = left[:, None] + np.asarray(units, float)[None, :]
    for factor, weight in levels_of_demand(case):
        chance = chances_by_week(own.at_demand(factor), path, COARSE)
        later = values_by_week(with_more.at_demand(factor), path, first, COARSE)
        for place, week in enumerate(weeks):
            if week < terms.weeks:
                value = later[week - first]
                rise = np.interp(at, grid, value) - np.interp(left, grid, value)[:, None]
                curve = case.beta**week * (chance[week] @ rise)
                found[place] += weight * (again(curve, place, factor) if again else curve)
    return found


def expecting(case: Case, units: float, days: int) -> Case:
    """The case with so many units more that come in `days` from now."""
    return replace(case, inbound=(*case.inbound, (float(units), case.as_of + timedelta(days=days))))


def without(case: Case, terms: Terms, days: int) -> Terms:
    """The terms of a case that expects units `days` from now, as if they did not come."""
    place = [when for _, when in case.coming].index(days)
    units = terms.cohort_units.copy()
    units[place] = 0.0
    return replace(terms, cohort_units=units)


def capped(worth: np.ndarray, stock: np.ndarray, need: float, each: np.ndarray, lot: float) -> np.ndarray:
    """The curve in which units beyond the need bring at most `each` (K,), the worth of the orders whose place they take. worth: (K + 1,)
    of 0, 1, … lots; stock: (K,) units without those of that step; lot: units of a step.

    >>> capped(np.array([0.0, 90.0, 120.0]), np.array([5.0, 15.0]), need=10.0, each=np.array([2.0, 2.0]), lot=10.0)
    array([ 0., 55., 75.])
    """
    steps, needed = np.diff(worth), np.clip((need - stock) / lot, 0.0, 1.0)
    return np.append(0.0, np.cumsum(needed * steps + (1.0 - needed) * np.minimum(steps, lot * each)))
