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
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd
import scipy

from core.transfers.model import Limits, Model, slower
from core.transfers.moves import Move, Problem

COLUMNS = (
    *("product", "title", "sku", "to_sku", "from", "to", "units", "lots", "cost", "loss", "gain", "benefit", "ship_by", "ship_why"),
    *("sellable_on", "cover_from_before", "cover_from_after", "cover_to_before", "cover_to_after"),
)  # fmt: skip
_MANY = 1000  # moves from which a tenth of a percent is near enough
_SECONDS = 45.0
_DAYS = 7


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


def _run(problem: Problem) -> dict[str, float]:
    return {"mip_rel_gap": 1e-3 if len(problem.moves) >= _MANY else 1e-4, "time_limit": _SECONDS}


def _most(model: Model, gain: np.ndarray, problem: Problem) -> "scipy.optimize.OptimizeResult":
    bounds = scipy.optimize.Bounds(0.0, model.top)
    return scipy.optimize.milp(-gain, integrality=model.whole, bounds=bounds, constraints=model.within(), options=_run(problem))


def best(problem: Problem, limits: Limits = Limits()) -> Plan:
    """The moves that bring most within the limits; without limits never worse than none."""
    if not problem.moves:
        short = {f"free_units.{site}": 0.0 for site, units in limits.free_units.items() if units > 0}
        return _told(problem, np.zeros(0), "infeasible" if short else "optimal", 0.0, {}, short)
    model = Model(problem, limits)
    answer = _most(model, model.worth, problem)
    if answer.x is None:
        return _told(problem, np.zeros(len(problem.moves)), "infeasible", None, {}, _short(problem, limits))
    lots = np.round(answer.x[: len(problem.moves)])
    status = "optimal" if answer.status == 0 else "time_limit"
    return _told(problem, lots, status, answer.mip_gap, model.marginal(), {})


def _short(problem: Problem, limits: Limits) -> dict[str, float]:
    """Goals that cannot be met → the most that can leave the site within the other limits."""
    found = {}
    for site, wanted in limits.free_units.items():
        model = Model(problem, Limits(budget=limits.budget, units=limits.units, room_ft3=limits.room_ft3, trouble=0.0))
        leaving = np.zeros(model.size)
        for m, move in enumerate(problem.moves):
            leaving[m] = move.lot if move.lane.from_site == site else 0.0
        answer = _most(model, leaving, problem)
        reach = 0.0 if answer.x is None else float(-answer.fun)
        found |= {f"free_units.{site}": reach} if reach < wanted - 1e-6 else {}
    return found


def totals(problem: Problem, lots: np.ndarray, only: list[int] | None = None) -> dict[str, float]:
    """cost, loss, gain and benefit of so many lots of each move (of `only` these): the true curves, not their envelopes. Where a stock is
    filled on several days, all counts at the quickest, less what the slower ones lose."""
    out: dict[int, float] = {}
    into: dict[int, list[tuple[Move, float]]] = {}
    lanes, cost = {}, 0.0
    for m in np.flatnonzero(lots > 0) if only is None else only:
        move, count = problem.moves[m], float(lots[m])
        out[move.source] = out.get(move.source, 0.0) + count
        into.setdefault(move.dest, []).append((move, count))
        cost += move.unit_cost * move.lot * count
        lanes[move.lane.key] = move.lane.shipment_cost
    cost += sum(lanes.values())
    lost = sum(_at(problem.losses[i][1], count) for i, count in out.items())
    won = 0.0
    for j, came in into.items():
        quickest = min(move.days for move, _ in came)
        won += _at(problem.gains[j, quickest][1], sum(count for _, count in came))
        won -= sum(count * slower(problem, move, quickest) for move, count in came)
    return {"cost": cost, "loss": lost, "gain": won, "benefit": won - lost - cost}


def _at(worth: np.ndarray, lots: float) -> float:
    return float(np.interp(lots, np.arange(len(worth)), worth))


def _told(problem: Problem, lots: np.ndarray, status: str, gap, marginal: Mapping, short: Mapping) -> Plan:
    found, rows = totals(problem, lots), []
    for together in _by_product(problem, lots):
        rows += [_row(problem, m, lots, together) for m in together]
    moves = pd.DataFrame(rows, columns=list(COLUMNS)).sort_values("benefit", ascending=False, ignore_index=True)
    return Plan(
        moves=moves, lots=lots, benefit=found["benefit"], cost=found["cost"], currency=problem.currency, status=status,
        gap=None if gap is None else float(gap), marginal=marginal, short=short,
    )  # fmt: skip


def _by_product(problem: Problem, lots: np.ndarray) -> list[list[int]]:
    """The moves that are made, those of one product together."""
    product, found = problem.nodes["product"].to_numpy(), {}
    for m in np.flatnonzero(lots > 0):
        found.setdefault(product[problem.moves[m].source], []).append(int(m))
    return list(found.values())


def _row(problem: Problem, m: int, lots: np.ndarray, together: list[int]) -> tuple:
    """One move: its own part of what its stocks lose and gain, the others of its product made."""
    move = problem.moves[m]
    with_it, without = (totals(problem, lots, [other for other in together if keep or other != m]) for keep in (True, False))
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
