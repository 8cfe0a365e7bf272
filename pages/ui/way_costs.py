"""ⓘ beside what it costs to send units from site to site: removal, freight, duty, placement of one, and the rate rows of Amazon's part."""

from collections.abc import Sequence

import streamlit as st

from core.clearance.case import Case
from core.fees.inbound_placement import inbound_placement
from core.fees.removal import removal
from core.transfers.moves import Move, Problem
from core.transfers.plan import Plan
from pages.ui import behind, cached, explain
from pages.ui.words import plain

_PARTS = ("removal", "freight", "duty", "placement")
_MOST = 3  # moves told one by one


def of_moves(page, problem: Problem, plan: Plan, chosen: Sequence[int]) -> None:
    """Of the moves chosen in the table, else of the first ones: what a unit costs on its way, part by part; then Amazon's fees of the first
    of them."""
    with explain.opener(page, page.t("behind.open"), key="behind.moves", on_change="rerun") as opened:
        if not opened.open:
            return
        rows = plan.moves.iloc[list(chosen) or range(min(_MOST, len(plan.moves)))]
        made = [(row, _move_of(problem, row)) for row in rows.to_dict("records")]
        st.markdown(page.t("behind.moves"))
        for row, move in made:
            st.markdown(_way(page, row, move, plan.currency))
        _amazons(page, problem, made[0][1])


def _move_of(problem: Problem, row: dict) -> Move:
    """The move of a row of the plan."""
    names = problem.nodes["sku"]
    ends = row["sku"], row["to_sku"], row["from"], row["to"]
    return next(move for move in problem.moves if (names[move.source], names[move.dest], *move.lane.key) == ends)


def _way(page, row: dict, move: Move, currency: str) -> str:
    """One move as a table: each part of a unit, then what all of it costs."""
    amounts = {part: move.parts[part] for part in _PARTS} | {"shipment": move.lane.shipment_cost, "all": row["cost"]}
    lines = [
        (page.t(f"behind.way.{name}", units=page.number(row["units"])), plain(page.money(amount, currency)))
        for name, amount in amounts.items()
        if amount or name != "shipment"
    ]
    return explain.table(lines, [plain(f"{row['sku']}: {row['from']} → {row['to']}"), ""])


def _amazons(page, problem: Problem, move: Move) -> None:
    """Removal where the move begins, placement where it ends; a site that is not Amazon's has its own fees, told under Sites and lanes."""
    for end, fee in ((move.source, removal), (move.dest, inbound_placement)):
        case = problem.cases[end]
        if case is not None and _charged(page, case, fee.__name__):
            behind.of_unit(page, case, [fee])


def _charged(page, case: Case, fee: str) -> bool:
    """A marketplace without a schedule of placement does not charge it."""
    return fee == "removal" or cached.book(page).table(fee, case.marketplace) is not None


def of_store(page, case: Case, key: str) -> None:
    """Removal from Amazon's and placement on the way back of one unit."""
    with explain.opener(page, page.t("behind.open"), key=f"behind.{key}", on_change="rerun") as opened:
        if opened.open:
            behind.of_unit(page, case, [fee for fee in (removal, inbound_placement) if _charged(page, case, fee.__name__)])
