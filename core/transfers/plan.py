"""The best moves between sites: which units, over which lane, by when.

    max Σ_j G_j(in_j) − Σ_i L_i(out_i) − Σ_m unit_cost_m·lot·x_m − Σ_lanes shipment_cost·used − Σ_m trouble·made_m
    in_j, out_i: units into and out of a stock;  x_m whole lots;  least_m·made_m ≤ lot·x_m ≤ most_m·made_m;  goals and limits

a mixed-integer programme (HiGHS). G is concave and L convex (their envelopes), so each is a sum of steps that fill in order. trouble:
what a move must bring to be worth doing. Weights of urgency lift what a slow stock gets rid of or a core market lacks in the choice, never
in the money told. What one more unit of a limit is worth is the dual of the same programme without whole numbers.
Where one stock is filled over lanes of different lead times, its G is that of the quickest; a slower lane's moves lose the difference of
their own mean gain per unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

import numpy as np
import pandas as pd
from scipy.optimize import Bounds, LinearConstraint, linprog, milp
from scipy.sparse import coo_matrix, csr_matrix

from core.transfers.moves import Move, Problem

COLUMNS = (
    *("product", "title", "sku", "to_sku", "from", "to", "units", "lots", "cost", "loss", "gain", "benefit", "ship_by", "ship_why"),
    *("sellable_on", "cover_from_before", "cover_from_after", "cover_to_before", "cover_to_after"),
)  # fmt: skip
_RUN = {"mip_rel_gap": 1e-4, "time_limit": 45.0}
_WORTH = 1e-7
_DAYS = 7


@dataclass(frozen=True, kw_only=True)
class Limits:
    """budget: money for moving, at most, in the currency of totals; units: of all moves, at most; free_units: site → units to leave it, at
    least. trouble: money that a move must bring; slow, core: urgency weights (1 is none) on what stocks of level ≥ 2 lose and what the
    sites of `core_sites` gain."""

    budget: float | None = None
    units: float | None = None
    free_units: Mapping[str, float] = field(default_factory=dict)
    trouble: float = 10.0
    slow: float = 1.0
    core: float = 1.0
    core_sites: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True, eq=False)
class Plan:
    """moves: COLUMNS, most beneficial first, money in `currency`; status: optimal | infeasible | time_limit; gap: how far the best possible
    may lie above (share); marginal: limit → value of one more unit of it (of a goal: one less); short: goal or limit that cannot be met →
    the most that can."""

    moves: pd.DataFrame
    lots: np.ndarray
    benefit: float
    cost: float
    currency: str
    status: str
    gap: float | None
    marginal: Mapping[str, float]
    short: Mapping[str, float]

    @property
    def binds(self) -> list[str]:
        return sorted((name for name, worth in self.marginal.items() if worth > 0), key=lambda name: -self.marginal[name])


def best(problem: Problem, limits: Limits = Limits()) -> Plan:
    """The moves that bring most within the limits; without limits never worse than none."""
    if not problem.moves:
        short = {f"free_units.{site}": 0.0 for site, units in limits.free_units.items() if units > 0}
        return _told(problem, np.zeros(0), "infeasible" if short else "optimal", 0.0, {}, short)
    model = _Model(problem, limits)
    answer = milp(-model.worth, integrality=model.whole, bounds=Bounds(0.0, model.top), constraints=model.within(), options=_RUN)
    if answer.x is None:
        return _told(problem, np.zeros(len(problem.moves)), "infeasible", None, {}, _short(problem, limits))
    lots = np.round(answer.x[: len(problem.moves)])
    status = "optimal" if answer.status == 0 else "time_limit"
    return _told(problem, lots, status, answer.mip_gap, model.marginal(), {})


class _Model:
    """Columns: lots of each move, move made, lane used, steps of loss, steps of gain."""

    def __init__(self, problem: Problem, limits: Limits):
        self.problem, self.limits = problem, limits
        moves = problem.moves
        self.lanes = sorted({move.lane.key for move in moves if move.lane.shipment_cost > 0 or move.lane.most_units is not None})
        self.sources, self.dests = sorted({move.source for move in moves}), sorted({move.dest for move in moves})
        self.loss = [(i, step) for i in self.sources for step in steps_up(problem.losses[i][1])]
        self.fastest = {j: min(move.days for move in moves if move.dest == j) for j in self.dests}
        self.gain = [(j, step) for j in self.dests for step in steps_down(problem.gains[j, self.fastest[j]][1], self._lots_in(j))]
        count = len(moves)
        self.made, self.used = count, 2 * count
        self.out = self.used + len(self.lanes)
        self.into = self.out + len(self.loss)
        self.size = self.into + len(self.gain)
        self.top = np.ones(self.size)
        self.top[:count] = [move.most for move in moves]
        self.whole = np.zeros(self.size)
        self.whole[: self.out] = 1.0
        self.worth = self._worth()
        self.rows, self.names = self._rows()

    def _lots_in(self, j: int) -> int:
        return sum(move.most for move in self.problem.moves if move.dest == j)

    def _worth(self) -> np.ndarray:
        problem, limits, worth = self.problem, self.limits, np.zeros(self.size)
        for m, move in enumerate(problem.moves):
            worth[m] = -move.unit_cost * move.lot - slower(problem, move, self.fastest[move.dest])
            worth[self.made + m] = -limits.trouble
        costs = {move.lane.key: move.lane.shipment_cost for move in problem.moves}
        worth[self.used : self.out] = [-costs[key] for key in self.lanes]
        levels = problem.nodes["level"].fillna(0).to_numpy()
        sites = problem.nodes["site"].to_numpy()
        worth[self.out : self.into] = [-step / (limits.slow if levels[i] >= 2 else 1.0) for i, step in self.loss]
        worth[self.into :] = [step * (limits.core if sites[j] in limits.core_sites else 1.0) for j, step in self.gain]
        return worth

    def _rows(self) -> tuple[list[tuple[dict, float, float]], dict[str, int]]:
        """Rows (column → coefficient, low, high), and where each limit stands among them."""
        rows = [*self._balances(), *self._ties()]
        named = {}
        for name, row in self._limits():
            named[name] = len(rows)
            rows.append(row)
        return rows, named

    def _balances(self):
        moves = self.problem.moves
        for i in self.sources:
            leaving = {m: 1.0 for m, move in enumerate(moves) if move.source == i}
            yield leaving | {self.out + k: -1.0 for k, (row, _) in enumerate(self.loss) if row == i}, 0.0, 0.0
        for j in self.dests:
            coming = {m: 1.0 for m, move in enumerate(moves) if move.dest == j}
            yield coming | {self.into + k: -1.0 for k, (row, _) in enumerate(self.gain) if row == j}, 0.0, 0.0

    def _ties(self):
        for m, move in enumerate(self.problem.moves):
            yield {m: 1.0, self.made + m: -float(move.most)}, -np.inf, 0.0
            least = np.ceil(move.lane.least_units / move.lot - 1e-9)
            if least > 1:
                yield {m: 1.0, self.made + m: -float(least)}, 0.0, np.inf
            if move.lane.shipment_cost > 0:
                yield {m: 1.0, self.used + self.lanes.index(move.lane.key): -float(move.most)}, -np.inf, 0.0

    def _limits(self):
        moves, limits = self.problem.moves, self.limits
        if limits.budget is not None:
            yield "budget", ({m: move.unit_cost * move.lot for m, move in enumerate(moves)} | self._shipments(), -np.inf, limits.budget)
        if limits.units is not None:
            yield "units", ({m: move.lot for m, move in enumerate(moves)}, -np.inf, limits.units)
        for site, units in limits.free_units.items():
            out = {m: move.lot for m, move in enumerate(moves) if move.lane.from_site == site}
            yield f"free_units.{site}", (out, units, np.inf)
        for key in self.lanes:
            most = next(move.lane.most_units for move in moves if move.lane.key == key)
            if most is not None:
                yield f"lane.{key[0]}.{key[1]}", ({m: move.lot for m, move in enumerate(moves) if move.lane.key == key}, -np.inf, most)

    def _shipments(self) -> dict[int, float]:
        costs = {move.lane.key: move.lane.shipment_cost for move in self.problem.moves}
        return {self.used + k: costs[key] for k, key in enumerate(self.lanes)}

    def _matrix(self) -> csr_matrix:
        entries = [(r, column, value) for r, (row, _, _) in enumerate(self.rows) for column, value in row.items()]
        at, columns, numbers = zip(*entries, strict=True)
        return coo_matrix((numbers, (at, columns)), shape=(len(self.rows), self.size)).tocsr()

    def within(self) -> LinearConstraint:
        return LinearConstraint(self._matrix(), [low for _, low, _ in self.rows], [high for _, _, high in self.rows])

    def marginal(self) -> dict[str, float]:
        """What one more unit of each limit (of a goal: one less) is worth at the margin."""
        if not self.names:
            return {}
        matrix, named = self._matrix(), set(self.names.values())
        low, high = (np.array([row[end] for row in self.rows]) for end in (1, 2))
        equal = low == high
        upper, lower = ~equal & np.isfinite(high), ~equal & np.isfinite(low)
        answer = linprog(
            -self.worth, A_ub=_stacked(matrix, upper, lower), b_ub=np.append(high[upper], -low[lower]), A_eq=matrix[equal], b_eq=low[equal],
            bounds=np.column_stack([np.zeros(self.size), self.top]), method="highs",
        )  # fmt: skip
        if answer.x is None:
            return {}
        order = [*np.flatnonzero(upper), *np.flatnonzero(lower)]
        duals = {row: -dual for row, dual in zip(order, answer.ineqlin.marginals, strict=True) if row in named}
        return {name: float(duals[row]) if duals[row] > _WORTH else 0.0 for name, row in self.names.items()}


def _stacked(matrix: csr_matrix, upper: np.ndarray, lower: np.ndarray) -> csr_matrix:
    from scipy.sparse import vstack

    return vstack([matrix[upper], -matrix[lower]]).tocsr()


def steps_up(worth: np.ndarray) -> np.ndarray:
    """What each further lot costs: rises, never falls (the lower convex envelope of `worth`).

    >>> steps_up(np.array([0.0, 3.0, 4.0, 9.0]))
    array([2., 2., 5.])
    """
    return -steps_down(-worth, len(worth) - 1)


def steps_down(worth: np.ndarray, count: int) -> np.ndarray:
    """What each further lot brings: falls, never rises (the upper concave envelope of `worth`); beyond it nothing more is gained.

    >>> steps_down(np.array([0.0, 1.0, 4.0]), 3)
    array([2., 2., 0.])
    """
    at = [0]
    for k in range(1, len(worth)):
        while len(at) > 1 and (worth[at[-1]] - worth[at[-2]]) * (k - at[-1]) <= (worth[k] - worth[at[-1]]) * (at[-1] - at[-2]):
            at.pop()
        at.append(k)
    steps = np.diff(np.interp(np.arange(len(worth)), at, worth[at]))
    return np.append(steps, np.full(max(0, count - len(steps)), min(0.0, steps[-1]) if len(steps) else 0.0))[:count]


def slower(problem: Problem, move: Move, fastest: int) -> float:
    """What a lot loses by coming over a slower lane than the stock's quickest."""
    if move.days == fastest:
        return 0.0
    quick, slow = problem.gains[move.dest, fastest][1], problem.gains[move.dest, move.days][1]
    last = min(len(quick), len(slow)) - 1
    return max(0.0, float(quick[last] - slow[last]) / last)


def _short(problem: Problem, limits: Limits) -> dict[str, float]:
    """Goals that cannot be met → the most that can leave the site within the other limits."""
    found = {}
    for site, wanted in limits.free_units.items():
        model = _Model(problem, Limits(budget=limits.budget, units=limits.units, trouble=0.0))
        leaving = np.zeros(model.size)
        for m, move in enumerate(problem.moves):
            leaving[m] = move.lot if move.lane.from_site == site else 0.0
        answer = milp(-leaving, integrality=model.whole, bounds=Bounds(0.0, model.top), constraints=model.within(), options=_RUN)
        reach = 0.0 if answer.x is None else float(-answer.fun)
        found |= {f"free_units.{site}": reach} if reach < wanted - 1e-6 else {}
    return found


def totals(problem: Problem, lots: np.ndarray) -> dict[str, float]:
    """cost, loss, gain and benefit of so many lots of each move: the true curves, not their envelopes."""
    out, into, cost = {}, {}, 0.0
    lanes = {}
    for move, count in zip(problem.moves, lots, strict=True):
        if count > 0:
            out[move.source] = out.get(move.source, 0) + count
            into.setdefault(move.dest, {}).setdefault(move.days, 0)
            into[move.dest][move.days] += count
            cost += move.unit_cost * move.lot * count
            lanes[move.lane.key] = move.lane.shipment_cost
    cost += sum(lanes.values())
    lost = sum(_at(problem.losses[i][1], count) for i, count in out.items())
    won = sum(_won(problem, j, by_days) for j, by_days in into.items())
    return {"cost": cost, "loss": lost, "gain": won, "benefit": won - lost - cost}


def _won(problem: Problem, j: int, by_days: Mapping[int, float]) -> float:
    """What a stock gains by lots on several days: all at the quickest, less what the slower ones lose."""
    quickest = min(by_days)
    late = sum(
        count * slower(problem, move, quickest)
        for days, count in by_days.items()
        for move in [next(one for one in problem.moves if one.dest == j and one.days == days)]
    )
    return _at(problem.gains[j, quickest][1], sum(by_days.values())) - late


def _at(worth: np.ndarray, lots: float) -> float:
    return float(np.interp(lots, np.arange(len(worth)), worth))


def _told(problem: Problem, lots: np.ndarray, status: str, gap, marginal: Mapping, short: Mapping) -> Plan:
    found = totals(problem, lots)
    rows = [_row(problem, m, lots) for m in np.flatnonzero(lots > 0)]
    moves = pd.DataFrame(rows, columns=list(COLUMNS)).sort_values("benefit", ascending=False, ignore_index=True)
    return Plan(
        moves=moves, lots=lots, benefit=found["benefit"], cost=found["cost"], currency=problem.currency, status=status,
        gap=None if gap is None else float(gap), marginal=marginal, short=short,
    )  # fmt: skip


def _row(problem: Problem, m: int, lots: np.ndarray) -> tuple:
    """One move: its own part of what its stocks lose and gain, the others of the plan made."""
    move, others = problem.moves[m], lots.copy()
    others[m] = 0
    with_it, without = totals(problem, lots), totals(problem, others)
    part = {name: with_it[name] - without[name] for name in with_it}
    source, dest = problem.nodes.loc[move.source], problem.nodes.loc[move.dest]
    units = float(lots[m] * move.lot)
    by, why = _ship_by(problem.as_of, move, source, dest)
    return (
        source["product"], source.get("title") or dest["title"], source["sku"], dest["sku"], move.lane.from_site, move.lane.to_site, units,
        int(lots[m]), part["cost"], part["loss"], part["gain"], part["benefit"], by, why, problem.as_of + timedelta(days=move.days),
        _cover(source, 0.0), _cover(source, -units), _cover(dest, 0.0), _cover(dest, units),
    )  # fmt: skip


def _cover(row: pd.Series, more: float) -> float:
    """Days that on hand and inbound last at the mean demand of the next 13 weeks; NaN without demand."""
    path = row.get("demand_path")
    pace = float(np.asarray(path, float)[:13].mean()) if path is not None and np.ndim(path) == 1 else float("nan")
    stock = float(row["on_hand"]) + float(row.get("inbound") or 0.0) + more
    return _DAYS * stock / pace if pace > 0 else float("nan")


def _ship_by(on: date, move: Move, source: pd.Series, dest: pd.Series) -> tuple[date | None, str | None]:
    """The last day on which it should leave: so that the other end does not run empty, or before the next surcharge here; today where
    that day has passed; (None, None): no day presses."""
    days = []
    empty, charged = dest.get("stockout_on"), source.get("surcharge_on")
    if empty is not None and not pd.isna(empty):
        days.append((pd.Timestamp(empty).date() - timedelta(days=move.days), "stockout"))
    if charged is not None and not pd.isna(charged) and (source.get("surcharge_next") or 0) > 0:
        days.append((pd.Timestamp(charged).date() - timedelta(days=1), "surcharge"))
    if not days:
        return None, None
    day, why = min(days)
    return max(day, on), why
