"""What the other side says of moves between sites goes into their journal: shipped, received, refused.

    shipped    the move has left, with so many units (none said: all)
    done       it has arrived, with so many units (none said: all that left); it has left by then
    rejected   it is called off, where it has not left
    accepted   is noted with the document alone
A line with a SKU speaks of the moves of that SKU, at either end; one without of every move in the document. What was said before changes
nothing: a move that has arrived stays so.
"""

from collections.abc import Iterable, Mapping
from datetime import date, datetime

from core.handover.documents import body
from core.transfers import journal
from core.workspace import Workspace

KIND = "transfers"


def moves_of(ws: Workspace, line: Mapping) -> list[int]:
    """transfer_ids that a line speaks of."""
    rows = body(ws, line["document_id"])["rows"]
    return [int(row["transfer_id"]) for row in rows if line["sku"] in (None, row["from_sku"], row["to_sku"])]


def apply(ws: Workspace, lines: Iterable[Mapping], *, at: datetime) -> None:
    """Write what these lines say; those of other documents are left alone."""
    kinds = dict(ws.rows("select document_id, kind from document"))
    for line in lines:
        if kinds[line["document_id"]] == KIND:
            for transfer_id in moves_of(ws, line):
                _apply(ws, transfer_id, line, at.date())


def _apply(ws: Workspace, transfer_id: int, line: Mapping, on: date) -> None:
    state = ws.rows("select state from transfer where transfer_id = $id", id=transfer_id)[0][0]
    units = line["units"]
    if line["status"] == "rejected" and state == "accepted":
        journal.cancel(ws, transfer_id)
    if line["status"] in ("shipped", "done") and state == "accepted":
        journal.ship(ws, transfer_id, on=on, units=units if line["status"] == "shipped" else None)
        state = "shipped"
    if line["status"] == "done" and state == "shipped":
        left = ws.rows("select shipped_units from transfer where transfer_id = $id", id=transfer_id)[0][0]
        journal.receive(ws, transfer_id, left if units is None else units, on=on, note=line["note"])
