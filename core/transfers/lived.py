"""The plan lived through many times, beside clearing every sender where it lies and beside doing nothing.

A life draws the level of demand at each stock (its logarithm has the case's demand_sd) and every week's demand (negative binomial), and
goes through three ways with the same draws:

    plan      the moves are made; what stays at the senders is cleared there
    clear     every sender is cleared where it lies: one price for what is kept, the rest out by the best door, decided beforehand
    nothing   every sender goes on at today's price; what is left at the horizon goes by the best door

A receiver sells at today's price in all three. One that is still bought is bought again every week as buying.py says; what comes within the
lead time counts. What it holds at the horizon is worth landed cost, as far as it would be ordered then.
Promise: of the plan only its moves and their cost are used, never what it says that they bring: so a life can show that it is wrong.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd
import scipy

from core.clearance.build import terms_of
from core.clearance.case import Case
from core.clearance.engine import one_price, values
from core.clearance.terms import COARSE, Terms
from core.currency import Exchange
from core.transfers.buying import Buying, buying
from core.transfers.moves import PRICES, Move, Problem
from core.transfers.plan import Plan
from core.transfers.worth import expecting, levels_of_demand

WAYS = ("plan", "clear", "nothing")
LIVES, SEED = 1000, 20261130
_SURE = 1.96  # standard errors of the interval of a mean


@dataclass(frozen=True, kw_only=True, eq=False)
class Lived:
    """ways: way, mean, p10, p50, p90 of what it brings over doing nothing. Of what the plan brings over clearing in place: mean, and its
    interval low … high (95 %); p10, p90 of single lives; better: share of lives in which it is more. Money in `currency`."""

    ways: pd.DataFrame
    mean: float
    low: float
    high: float
    p10: float
    p90: float
    better: float
    lives: int
    currency: str


def lived(problem: Problem, plan: Plan, exchange: Exchange, policy: Mapping, lives: int = LIVES) -> Lived | None:
    """Live through the stocks that the plan moves from or to; None for a plan without moves."""
    made = [(move, float(count)) for move, count in zip(problem.moves, plan.lots, strict=True) if count > 0]
    if not made:
        return None
    totals = {way: np.zeros(lives) for way in WAYS}
    totals["plan"] -= plan.cost
    for node in sorted({end for move, _ in made for end in (move.source, move.dest)}):
        stock = _Stock.of(problem, node, made, policy)
        rate = exchange.convert(1.0, stock.row["currency"])
        for way, worth in stock.ways(np.random.default_rng([SEED, node]), lives).items():
            totals[way] += rate * worth
    return _told(totals, problem.currency)


def _told(totals: Mapping[str, np.ndarray], currency: str) -> Lived:
    rows = []
    for way in WAYS:
        over = totals[way] - totals["nothing"]
        rows.append((way, float(over.mean()), *(float(one) for one in np.quantile(over, (0.1, 0.5, 0.9)))))
    more = totals["plan"] - totals["clear"]
    mean, error = float(more.mean()), float(more.std(ddof=1) / np.sqrt(len(more)))
    low, high = (float(one) for one in np.quantile(more, (0.1, 0.9)))
    ways = pd.DataFrame(rows, columns=["way", "mean", "p10", "p50", "p90"])
    interval = {"low": mean - _SURE * error, "high": mean + _SURE * error, "p10": low, "p90": high}
    return Lived(ways=ways, mean=mean, better=float((more > 0).mean()), lives=len(more), currency=currency, **interval)


@dataclass(frozen=True, kw_only=True, eq=False)
class _Stock:
    """One stock of the plan: out, units that leave; into, (units, days) that come; terms as it is and with what comes."""

    row: Mapping
    case: Case | None
    out: float
    kept: float
    terms: Terms | None = None
    more: Terms | None = None
    policy: Mapping | None = None

    @classmethod
    def of(cls, problem: Problem, node: int, made: Sequence[tuple[Move, float]], policy: Mapping) -> "_Stock":
        row, case = problem.nodes.iloc[node].to_dict(), problem.cases[node]
        out = sum(count for move, count in made if move.source == node)
        if case is None:
            lot, worth = problem.losses[node]
            return cls(row=row, case=None, out=out * lot, kept=float(np.interp(out, np.arange(len(worth)), worth)))
        few = replace(case, price_shares=PRICES)
        coming = few
        for move, count in made:
            if move.dest == node:
                coming = expecting(coming, count * move.lot, move.days)
        (terms, _), (more, _) = terms_of([few, coming])
        units = sum(count * move.lot for move, count in made if move.source == node)
        return cls(row=row, case=few, out=units, kept=0.0, terms=terms, more=more, policy=policy)

    def ways(self, chance: np.random.Generator, lives: int) -> dict[str, np.ndarray]:
        """Way → (lives,) worth of the stock, in its own currency."""
        if self.case is None:
            return {"plan": np.full(lives, -self.kept)}
        draws = _Draws.of(self.case, self.terms, chance, lives)
        today, start = self.case.shares.index(1.0), self.terms.units
        if self.out:
            nothing, clear = _sold(self.terms, start, today, draws), _cleared(self.case, self.terms, start, draws)
            return {"nothing": nothing, "clear": clear, "plan": _cleared(self.case, self.more, start - self.out, draws)}
        again = buying(self.row, self.case, self.terms, self.policy)
        as_is = _sold(self.terms, start, today, draws, again)
        return {"nothing": as_is, "clear": as_is, "plan": _sold(self.more, start, today, draws, again)}


@dataclass(frozen=True, kw_only=True, eq=False)
class _Draws:
    """level (lives,) of demand over its mean; chance (lives, T): where in its distribution the demand of a week lies."""

    level: np.ndarray
    chance: np.ndarray

    @classmethod
    def of(cls, case: Case, terms: Terms, chance: np.random.Generator, lives: int) -> "_Draws":
        spread = case.demand_sd
        return cls(level=np.exp(spread * chance.standard_normal(lives) - spread**2 / 2), chance=chance.random((lives, terms.weeks)))

    def units(self, terms: Terms, week: int, j: int) -> np.ndarray:
        """(lives,) wanted in a week at a price."""
        mean, ratio = self.level * terms.demand[week, j], terms.variance_to_mean
        if ratio <= 1.0:
            return scipy.stats.poisson.ppf(self.chance[:, week], mean)
        return np.where(mean > 0, scipy.stats.nbinom.ppf(self.chance[:, week], np.maximum(mean, 1e-12) / (ratio - 1.0), 1.0 / ratio), 0.0)


def _sold(terms: Terms, start: float, j: int, draws: _Draws, again: Buying | None = None) -> np.ndarray:
    """(lives,) worth of so many units at one price to the horizon, with what comes in and what is bought."""
    stock, worth = np.full(len(draws.level), float(start)), np.zeros(len(draws.level))
    coming, static = terms.arrivals, np.full(len(draws.level), float(start))  # static: not bought since; they age, and are sold first
    due = np.zeros((len(stock), terms.weeks + (again.lead if again else 0) + 1))
    for week in range(terms.weeks):
        stock, static = stock + coming[week] + due[:, week], static + coming[week]
        if again:
            there = stock + coming[week + 1 : week + again.lead + 1].sum() + due[:, week + 1 :].sum(axis=1)
            order = np.maximum(0.0, again.up_to[week] - there)
            due[:, week + again.lead] += order
            worth -= terms.beta**week * again.cost * order
        sold = np.minimum(stock, draws.units(terms, week, j))
        held = terms.storage[week] * stock + _surcharge(terms, week, static)
        worth += terms.beta**week * (terms.margin[week, j] * sold - held)
        stock, static = stock - sold, np.maximum(0.0, static - sold)
    return worth + terms.beta**terms.weeks * _left(terms, stock, due[:, terms.weeks :].sum(axis=1), again)


def _left(terms: Terms, stock: np.ndarray, ordered: np.ndarray, again: Buying | None) -> np.ndarray:
    """(lives,) worth at the horizon: by the best door; of what is still bought, landed cost as far as it would be ordered then."""
    if not again:
        return terms.exit_value[-1] * stock
    wanted = np.minimum(stock + ordered, again.up_to[-1])
    return again.cost * wanted + terms.exit_value[-1] * (stock + ordered - wanted)


def _surcharge(terms: Terms, week: int, units: np.ndarray) -> np.ndarray:
    """(lives,) aged surcharge of so many units that are left, the oldest having been sold first (as Terms.surcharge_of)."""
    there = terms.cohort_units if terms.cohort_week is None else np.where(terms.cohort_week <= week, terms.cohort_units, 0.0)
    starts = np.cumsum(there) - there
    return np.clip(units[:, None] - starts, 0.0, there) @ terms.surcharge[week]


def _cleared(case: Case, terms: Terms, start: float, draws: _Draws) -> np.ndarray:
    """(lives,) worth of so many units cleared where they lie, the price and what leaves at once chosen before the level is known."""
    grid = terms.grid(COARSE)
    levels = levels_of_demand(case)
    kept = sum(weight * values(terms.at_demand(factor), one_price(terms), COARSE)[:, 0, :] for factor, weight in levels)
    total = np.where(grid <= start + 1e-9, kept + terms.exit_value[0] * (start - grid), -np.inf)
    j, place = np.unravel_index(int(total.argmax()), total.shape)
    keep = min(start, float(grid[place]))
    return terms.exit_value[0] * (start - keep) + _sold(terms, keep, int(j), draws)
