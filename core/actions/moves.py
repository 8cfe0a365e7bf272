"""Moves to other sites drafted for warnings: where units bring more at another site than cleared where they lie, after the whole way.

The best moves of the warned products (core/transfers) within the limits there are: lanes, room at the receiving marketplaces. Each is
written to the journal of moves as drafted; a seller accepts it or throws it away.

What speaks against them, or why there are none, as codes:
    limit.NAME      a limit binds: of the lane or the room there (names of core.transfers.plan.Plan.marginal)
    left            after the move there is still more here than sells by the line of excess
    now             the day by which it should have left is today
    stale           the stock was counted too long ago
    unknown.REASON  units there would be welcome, but the way or the worth is not known (Problem.left_out)
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

import pandas as pd

from core.policy import Policy
from core.transfers import ask, journal
from core.transfers.moves import Problem
from core.transfers.plan import Plan, best
from core.workspace import Workspace


@dataclass(frozen=True, kw_only=True)
class Drafted:
    """transfer_ids: of the moves; problems: codes as above."""

    transfer_ids: tuple[int, ...] = ()
    problems: tuple[str, ...] = ()


def draft(ws: Workspace, rows: Sequence[Mapping], run: Mapping, policy: Policy, *, at: datetime) -> dict[tuple[str, str], Drafted]:
    """(marketplace, sku) → what was drafted, of those `rows` (actions/to_draft) whose product is at more than one site."""
    stocks = ask.nodes(ws, run)
    warned = pd.MultiIndex.from_frame(pd.DataFrame(rows, columns=["marketplace", "sku"]))
    shared = stocks[stocks.groupby("product")["site"].transform("nunique") > 1]
    wanted = shared[pd.MultiIndex.from_frame(shared[["site", "sku"]]).isin(warned)]
    if wanted.empty:
        return {}
    problem = ask.ask(ws, run, products=list(wanted["product"].unique()))
    plan = best(problem, ask.limits(stocks, policy))
    found = {}
    for row in wanted.to_dict("records"):
        there = plan.moves[(plan.moves["from"] == row["site"]) & (plan.moves["sku"] == row["sku"])]
        ids = journal.draft(ws, plan, list(there.index), run, at=at) if len(there) else []
        problems = _against(there, plan, policy, (run["as_of"], at.date())) if ids else _missing(problem, plan, row)
        if ids or problems:
            found[row["site"], row["sku"]] = Drafted(transfer_ids=tuple(ids), problems=tuple(problems))
    return found


def _against(there: pd.DataFrame, plan: Plan, policy: Policy, days: tuple[date, date]) -> list[str]:
    """What speaks against these moves of one stock. days: of the count, of today."""
    counted, today = days
    ends = set(zip(there["from"], there["to"], strict=True))
    said = {
        "left": not there["cover_from_after"].min() <= policy["cover.overstock_days"],  # no demand here: endless
        "now": (there["ship_by"].dropna() <= counted).any(),
        "stale": (today - counted).days > policy["data.stale_days"],
    }
    return [*_binding(plan, ends), *(name for name, holds in said.items() if holds)]


def _binding(plan: Plan, ends: set[tuple[str, str]]) -> list[str]:
    """The limits that bind on these ways (from, to)."""
    names = {f"lane.{one}.{other}" for one, other in ends} | {f"room.{other}" for _, other in ends}
    return [f"limit.{name}" for name in plan.binds if name in names]


def _missing(problem: Problem, plan: Plan, row: Mapping) -> list[str]:
    """Why nothing of a stock is moved, where a limit or something unknown is in the way; nothing where clearing here brings more."""
    nodes, unknown = problem.nodes, problem.left_out
    ends = {move.lane.key for move in problem.moves if nodes.at[move.source, "sku"] == row["sku"] and move.lane.from_site == row["site"]}
    reasons = unknown[(unknown["product"] == row["product"]) & (unknown["from"] == row["site"])]["reason"]
    return [*_binding(plan, ends), *(f"unknown.{reason}" for reason in dict.fromkeys(reasons))]
