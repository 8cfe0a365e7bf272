"""The plan in other worlds: demand up or down at a site, a lane cut, everything slower, what is on its way not coming.

For each world: what the plan as it is would bring there (`kept`), what the best plan of that world would (`best`), and what sticking to the
plan costs (`regret` = best − kept). A plan is robust where regret is small in every world.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd

from core.transfers import ask
from core.transfers.model import Limits
from core.transfers.moves import Problem
from core.transfers.plan import Plan, best, totals
from core.workspace import Workspace

COLUMNS = ("world", "facts", "kept", "best", "regret", "moves")


@dataclass(frozen=True, kw_only=True)
class World:
    """name: text key transfers.world.<name>; facts: of its sentence; asked: arguments of ask.ask."""

    name: str
    facts: Mapping = field(default_factory=dict)
    asked: Mapping = field(default_factory=dict)


def promotion(site: str, factor: float) -> World:
    """Demand of a site times a factor."""
    name = "demand_up" if factor >= 1 else "demand_down"
    return World(name=name, facts={"site": site, "percent": round(100 * abs(factor - 1))}, asked={"demand": {site: factor}})


def lane_cut(from_site: str, to_site: str) -> World:
    return World(name="lane_cut", facts={"from": from_site, "to": to_site}, asked={"change": ask.cut(from_site, to_site)})


def slower(days: int) -> World:
    return World(name="slower", facts={"days": days}, asked={"change": ask.later(days)})


def supplier_late() -> World:
    return World(name="supplier_late", asked={"inbound_late": True})


def usual(plan: Plan) -> list[World]:
    """The worlds that every plan should be looked at in: each end's demand a quarter up and down, each lane cut, two weeks slower, what is
    on its way not coming."""
    ends = sorted({*plan.moves["from"], *plan.moves["to"]})
    swings = [promotion(site, factor) for site in ends for factor in (0.75, 1.25)]
    used = plan.moves[["from", "to"]].drop_duplicates().itertuples(index=False)
    return [*swings, *(lane_cut(*pair) for pair in used), slower(14), supplier_late()]


def tried(
    ws: Workspace, run: Mapping, plan: Plan, limits: Limits, worlds: Sequence[World], progress: Callable[[float], None] | None = None
) -> pd.DataFrame:
    """COLUMNS, a row a world; money in the plan's currency; over the products that the plan moves."""
    products, rows = sorted(set(plan.moves["product"])), []
    for done, world in enumerate(worlds):
        if progress:
            progress(done / len(worlds))
        there = ask.ask(ws, run, products=products, **world.asked)
        kept = totals(there, _same_units(there, plan))["benefit"]
        found = best(there, limits)
        rows.append((world.name, dict(world.facts), kept, max(found.benefit, kept), max(0.0, found.benefit - kept), len(found.moves)))
    return pd.DataFrame(rows, columns=list(COLUMNS))


def _same_units(problem: Problem, plan: Plan) -> np.ndarray:
    """(moves,) lots of each move of another world that make the plan's units; a move that is not there is not made."""
    units = dict(zip(plan.moves[["sku", "to_sku", "from", "to"]].itertuples(index=False, name=None), plan.moves["units"], strict=True))
    nodes = problem.nodes
    keys = [(nodes.at[one.source, "sku"], nodes.at[one.dest, "sku"], *one.lane.key) for one in problem.moves]
    wanted = np.array([units.get(key, 0.0) for key in keys])
    return wanted / np.array([one.lot for one in problem.moves]) if len(keys) else np.zeros(0)
