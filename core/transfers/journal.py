"""Moves that were drafted or accepted, what became of them, and how each lane has done.

States: drafted (by a run) → accepted → shipped → received, or cancelled before it leaves. Receipts are typed, or read from the inventory
ledger of the site that receives. An exception is late, lost or different from what was sent: rule transfer_exception raises it as an alert.
Promise: what was seen when the move was accepted (cost, benefit, ship_by) is never changed.
"""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

import pandas as pd

from core import export, text
from core.errors import InputError
from core.transfers.plan import Plan
from core.workspace import Workspace, sql

STATES = ("drafted", "accepted", "shipped", "received", "cancelled")
_KEPT = ("product", "title", "units", "cost", "benefit", "ship_by")
_FILE = ("from", "sku", "title", "units", "to", "to_sku", "ship_by")


def accept(ws: Workspace, plan: Plan, rows: Sequence[int], run: Mapping, *, at: datetime) -> list[int]:
    """Keep the moves of these rows of plan.moves as accepted, in place of drafts of the same stocks; gives their transfer_ids. Raises
    InputError for none."""
    return _keep(ws, plan, rows, run, "accepted", at)


def draft(ws: Workspace, plan: Plan, rows: Sequence[int], run: Mapping, *, at: datetime) -> list[int]:
    """The same as drafted: a seller has not seen them."""
    return _keep(ws, plan, rows, run, "drafted", at)


def _keep(ws: Workspace, plan: Plan, rows: Sequence[int], run: Mapping, state: str, at: datetime) -> list[int]:
    if not len(rows):
        raise InputError("transfers_none_chosen")
    moves, ids = plan.moves.iloc[list(rows)].to_dict("records"), []
    with ws.write(new_version=False) as cursor:
        for row in moves:
            cursor.execute(sql("transfers/drop_drafts"), {"from_site": row["from"], "from_sku": row["sku"]})
        for row in moves:
            lead = (row["sellable_on"] - run["as_of"]).days
            values = {name: None if pd.isna(row[name]) else row[name] for name in _KEPT} | {
                "from_site": row["from"], "from_sku": row["sku"], "to_site": row["to"], "to_sku": row["to_sku"], "lead_days": lead,
                "lot_units": row["units"] / row["lots"], "currency": plan.currency, "run_id": run["run_id"], "as_of": run["as_of"],
                "state": state, "at": at,
            }  # fmt: skip
            ids.append(cursor.execute(sql("transfers/insert"), values).fetchall()[0][0])
    return ids


def take(ws: Workspace, transfer_id: int, *, at: datetime) -> None:
    """A draft is accepted. Raises InputError unless it is one."""
    _change(ws, transfer_id, "accepted", ("drafted",), "decided_at = $at", at=at)


def listed(ws: Workspace, on: date) -> pd.DataFrame:
    """Every move that was drafted or accepted, newest first, with received_units, due_on, late_days, exception (not_shipped | late | lost |
    more | None)."""
    return ws.frame(sql("transfers/listed"), on_day=on)


def coming(ws: Workspace) -> pd.DataFrame:
    """marketplace, sku, coming_units, from_sites of moves that are drafted or accepted and have not left: no report has them yet."""
    return ws.frame(sql("transfers/coming"))


def ship(ws: Workspace, transfer_id: int, *, on: date, units: float | None = None) -> None:
    """It left, with so many units (None: as planned). Raises InputError unless it is accepted and waits."""
    _change(ws, transfer_id, "shipped", ("accepted",), "shipped_on = $on, shipped_units = coalesce($units, units)", on=on, units=units)


def cancel(ws: Workspace, transfer_id: int) -> None:
    """Call it off, or throw a draft away. Raises InputError where it has left or was called off."""
    _change(ws, transfer_id, "cancelled", ("drafted", "accepted"))


def receive(ws: Workspace, transfer_id: int, units: float, *, on: date, done: bool = True, note: str | None = None) -> None:
    """So many units came in; done: nothing more is awaited. Raises InputError unless it was shipped, or for a number below 0."""
    if units < 0:
        raise InputError("transfer_units", value=units)
    _change(ws, transfer_id, "received" if done else "shipped", ("shipped",))
    with ws.write(new_version=False) as cursor:
        row = {"id": transfer_id, "on": on, "units": units, "note": note}
        cursor.execute("insert into transfer_receipt values ($id, $on, $units, $note)", row)


def _change(ws: Workspace, transfer_id: int, state: str, before: tuple[str, ...], more: str = "", **values) -> None:
    setting = ", ".join(["state = $state", *([more] if more else [])])
    query = f"update transfer set {setting} where transfer_id = $id and list_contains($before, state) returning transfer_id"
    with ws.write(new_version=False) as cursor:
        if not cursor.execute(query, {"id": transfer_id, "state": state, "before": list(before), **values}).fetchall():
            raise InputError("transfer_state", transfer_id=transfer_id, wanted=", ".join(before))


def from_ledger(ws: Workspace) -> pd.DataFrame:
    """transfer_id, to_site, to_sku, shipped_units, ledger_units, received_on of the moves on their way for which the ledger of the
    receiving marketplace shows receipts since they left."""
    return ws.frame(sql("transfers/ledger_receipts"))


def lane_results(ws: Workspace) -> pd.DataFrame:
    """from_site, to_site, currency, moves, shipped_units, received_units, fill_rate, days, lead_days, benefit of finished moves."""
    return ws.frame(sql("transfers/lane_results"))


def site_results(ws: Workspace) -> pd.DataFrame:
    """site, role (sends | receives) and the same figures; a move counts at both its ends."""
    return ws.frame(sql("transfers/site_results"))


def instructions(moves: pd.DataFrame, lang: str) -> bytes:
    """What the warehouses are to do, as CSV: from, SKU, units, to, ship by. moves: plan.COLUMNS. Raises InputError for none."""
    if moves.empty:
        raise InputError("transfers_none_chosen")
    table = moves[list(_FILE)].assign(units=moves["units"].round().astype(int))
    return export.to_csv(table.rename(columns={name: text.t(f"transfers.file.{name}", lang) for name in _FILE}))
