"""What there is to hand over after a run, each kind whole: the newest document of a kind says all that holds now.

    purchase_orders   SKUs with little cover that core/restock would order (never what is frozen or sold at a loss): how many units, by
                      when (a draft)
    prices            the new prices of accepted plans
    freezes           SKUs that must not be bought now; empty when none is frozen any more
    transfers         accepted moves between sites that have not left yet: how many units, from where to where, by when

Promise: a document whose rows are those of the last one of its kind is not made again; its key follows from kind, rows and predecessor, so
that the same state of things, made twice, is the same document to the other side.
"""

import hashlib
import json
from collections.abc import Callable
from datetime import datetime

import pandas as pd

from core import export, plans, results, schedules, settings
from core.alerts import freeze
from core.alerts.life import in_utc
from core.errors import InputError
from core.restock import profit
from core.restock.suggest import suggest
from core.transfers import journal
from core.workspace import Workspace, sql

_KEY = ["marketplace", "sku"]
_ORDER = [*_KEY, "asin", "title", "units", "order_on", "unit_cost", "amount", "currency", "cover_days", "on_hand", "inbound", "lead_days"]
_MOVE = ["transfer_id", "from_site", "from_sku", "to_site", "to_sku", "title", "units", "ship_by"]


def make(ws: Workspace, *, at: datetime) -> list[int]:
    """Make what is new since the last documents; their ids."""
    run = results.latest_run(ws)
    if run is None:
        return []
    last = {row["kind"]: row for row in ws.frame(sql("handover/newest")).to_dict("records")}
    made = []
    for kind, rows_of in KINDS.items():
        rows, before = _rows(rows_of(ws, run)), last.get(kind)
        content = hashlib.sha256(json.dumps(rows, sort_keys=True).encode()).hexdigest()
        if before["content"] != content if before else rows:
            made.append(_add(ws, kind, rows, {"content": content, "before": before["document_id"] if before else 0}, run, at))
    return made


def listed(ws: Workspace) -> pd.DataFrame:
    """Every document, newest first: document_id, kind, key, as_of, made_at, rows, status, tries, failures, next_at, reason; what came back:
    answer, lines, answered_at."""
    return ws.frame(sql("handover/listed"))


def body(ws: Workspace, document_id: int) -> dict:
    """The document as it is sent. Raises InputError where there is none."""
    rows = ws.rows("select body from document where document_id = $document_id", document_id=document_id)
    if not rows:
        raise InputError("no_such_document", document=document_id)
    return json.loads(rows[0][0])


def as_csv(ws: Workspace, document_id: int) -> bytes:
    """Its rows for a spreadsheet."""
    return export.to_csv(pd.DataFrame(body(ws, document_id)["rows"]))


def _add(ws: Workspace, kind: str, rows: list[dict], origin: dict, run: dict, at: datetime) -> int:
    key = hashlib.sha256(f"{kind}|{origin['content']}|{origin['before']}".encode()).hexdigest()[:32]
    with ws.write(new_version=False) as cursor:
        document_id = cursor.execute("select nextval('document_ids')").fetchall()[0][0]
        said = {"document_id": document_id, "key": key, "kind": kind, "as_of": run["as_of"].isoformat(), "made_at": in_utc(at).isoformat()}
        facts = {"document_id": document_id, "kind": kind, "key": key, "content": origin["content"], "at": in_utc(at), "rows": len(rows)}
        facts |= {"run_id": run["run_id"], "as_of": run["as_of"], "body": json.dumps(said | {"rows": rows}, ensure_ascii=False)}
        cursor.execute(sql("handover/add"), facts)
    return document_id


def _purchase_orders(ws: Workspace, run: dict) -> pd.DataFrame:
    policy, wishes = settings.policy(ws), profit.of_run(ws, run, schedules.book(ws))
    orders = suggest(wishes, run["as_of"], policy).merge(wishes[[*_KEY, "asin", "cover_days"]], on=_KEY)
    due = (orders["units"] > 0) & (orders["cover_days"] < policy["order.cover_days"])
    return (
        orders[due][_ORDER].assign(units=orders["units"].round().astype("Int64"), order_on=orders["order_on"].astype(str)).sort_values(_KEY)
    )


def _prices(ws: Workspace, run: dict) -> pd.DataFrame:
    """The newest accepted plan of each SKU, where it changes the price."""
    listing = plans.listed(ws)
    accepted = listing[listing["state"] == "accepted"].drop_duplicates(["marketplace", "sku"])
    steps = plans.steps((plans.get(ws, int(plan_id)) for plan_id in accepted["plan_id"]), "en")
    changed = steps.assign(plan_id=accepted["plan_id"].to_list(), currency=accepted["currency"].to_list())
    return changed[changed["price"].notna()][["marketplace", "sku", "price", "currency", "plan_id"]].sort_values(["marketplace", "sku"])


def _freezes(ws: Workspace, run: dict) -> pd.DataFrame:
    rows = freeze.frozen(ws)
    return rows.assign(frozen_on=rows["frozen_at"].dt.date.astype(str))[["marketplace", "sku", "frozen_on", "main_rule"]].sort_values(
        ["marketplace", "sku"]
    )


def _transfers(ws: Workspace, run: dict) -> pd.DataFrame:
    moves = journal.listed(ws, run["as_of"])
    waiting = moves[moves["state"] == "accepted"]
    return waiting[_MOVE].assign(ship_by=waiting["ship_by"].dt.date.astype(str)).sort_values("transfer_id")


def _rows(frame: pd.DataFrame) -> list[dict]:
    """Plain values; unknown is null."""
    return json.loads(frame.to_json(orient="records", force_ascii=False))


KINDS: dict[str, Callable[[Workspace, dict], pd.DataFrame]] = {
    "purchase_orders": _purchase_orders,
    "prices": _prices,
    "freezes": _freezes,
    "transfers": _transfers,
}
