"""The mixed-integer programme of plan.py as rows and columns for HiGHS."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
import scipy

from core.transfers.moves import Move, Problem

_WORTH = 1e-7


@dataclass(frozen=True, kw_only=True)
class Limits:
    """budget: money for moving, at most, in the currency of totals; units: of all moves, at most; free_units: site → units to leave it, at
    least; room_ft3: site → cubic feet that may come in, at most. trouble: money that a move must bring; slow, core: urgency weights (1 is
    none) on what stocks of level ≥ 2 lose and what the sites of `core_sites` gain."""

    budget: float | None = None
    units: float | None = None
    free_units: Mapping[str, float] = field(default_factory=dict)
    room_ft3: Mapping[str, float] = field(default_factory=dict)
    trouble: float = 10.0
    slow: float = 1.0
    core: float = 1.0
    core_sites: tuple[str, ...] = ()


class Model:
    """Columns: lots of each move, move made, lane used, steps of loss, steps of gain."""

    def __init__(self, problem: Problem, limits: Limits):
        self.problem, self.limits = problem, limits
        moves = problem.moves
        self.lanes = sorted({move.lane.key for move in moves if move.lane.shipment_cost > 0 or move.lane.most_units is not None})
        self.sources, self.dests = sorted({move.source for move in moves}), sorted({move.dest for move in moves})
        self.loss = [(i, step) for i in self.sources for step in steps_up(problem.losses[i][1])]
        self.fastest, lots = {}, {}
        for move in moves:
            self.fastest[move.dest] = min(move.days, self.fastest.get(move.dest, move.days))
            lots[move.dest] = lots.get(move.dest, 0) + move.most
        self.gain = [(j, step) for j in self.dests for step in steps_down(problem.gains[j, self.fastest[j]][1], lots[j])]
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
        out = {i: {} for i in self.sources}
        into = {j: {} for j in self.dests}
        for m, move in enumerate(self.problem.moves):
            out[move.source][m] = 1.0
            into[move.dest][m] = 1.0
        for k, (i, _) in enumerate(self.loss):
            out[i][self.out + k] = -1.0
        for k, (j, _) in enumerate(self.gain):
            into[j][self.into + k] = -1.0
        for row in (*out.values(), *into.values()):
            yield row, 0.0, 0.0

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
        for site, room in limits.room_ft3.items():
            ft3 = {m: move.lot * self._volume(move) for m, move in enumerate(moves) if move.lane.to_site == site}
            yield f"room.{site}", (ft3, -np.inf, room)
        limited = {move.lane.key: move.lane.most_units for move in moves}
        for key in self.lanes:
            most = limited[key]
            if most is not None:
                yield f"lane.{key[0]}.{key[1]}", ({m: move.lot for m, move in enumerate(moves) if move.lane.key == key}, -np.inf, most)

    def _volume(self, move: Move) -> float:
        """Cubic feet of a unit, as either end knows it; a move between ends of which neither does is not valued."""
        known = self.problem.nodes["unit_ft3"].iloc[[move.dest, move.source]].dropna()
        return float(known.iloc[0])

    def _shipments(self) -> dict[int, float]:
        costs = {move.lane.key: move.lane.shipment_cost for move in self.problem.moves}
        return {self.used + k: costs[key] for k, key in enumerate(self.lanes)}

    def _matrix(self) -> "scipy.sparse.csr_matrix":
        entries = [(r, column, value) for r, (row, _, _) in enumerate(self.rows) for column, value in row.items()]
        at, columns, numbers = zip(*entries, strict=True)
        return scipy.sparse.coo_matrix((numbers, (at, columns)), shape=(len(self.rows), self.size)).tocsr()

    def within(self) -> "scipy.optimize.LinearConstraint":
        return scipy.optimize.LinearConstraint(self._matrix(), [low for _, low, _ in self.rows], [high for _, _, high in self.rows])

    def marginal(self) -> dict[str, float]:
        """What one more unit of each limit (of a goal: one less) is worth at the margin."""
        if not self.names:
            return {}
        matrix, named = self._matrix(), set(self.names.values())
        low, high = (np.array([row[end] for row in self.rows]) for end in (1, 2))
        equal = low == high
        upper, lower = ~equal & np.isfinite(high), ~equal & np.isfinite(low)
        answer = scipy.optimize.linprog(
            -self.worth, A_ub=_stacked(matrix, upper, lower), b_ub=np.append(high[upper], -low[lower]), A_eq=matrix[equal], b_eq=low[equal],
            bounds=np.column_stack([np.zeros(self.size), self.top]), method="highs",
        )  # fmt: skip
        if answer.x is None:
            return {}
        order = [*np.flatnonzero(upper), *np.flatnonzero(lower)]
        duals = {row: -dual for row, dual in zip(order, answer.ineqlin.marginals, strict=True) if row in named}
        return {name: float(duals[row]) if duals[row] > _WORTH else 0.0 for name, row in self.names.items()}


def _stacked(matrix: "scipy.sparse.csr_matrix", upper: np.ndarray, lower: np.ndarray) -> "scipy.sparse.csr_matrix":
    return scipy.sparse.vstack([matrix[upper], -matrix[lower]]).tocsr()


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
