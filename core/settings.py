"""What a seller decided: thresholds, language, marketplace, costs. Written to the workspace at once, so that nothing is lost on reload."""

import json
from datetime import datetime

import pandas as pd

from core.policy import Policy, thresholds
from core.workspace import Workspace, sql


def load(ws: Workspace) -> dict:
    """All settings by key."""
    return {key: json.loads(value) for key, value in ws.rows("select key, value from setting")}


def save(ws: Workspace, changes: dict, *, at: datetime) -> None:
    """Write settings; None removes one. Thresholds are checked first: raises InputError and keeps every old value.
    Only thresholds change results, so only they make a new data version."""
    accepted = {key: _accepted(key, value) for key, value in changes.items()}
    with ws.write(new_version=any(key in thresholds() for key in changes)) as cursor:
        for key, value in accepted.items():
            cursor.execute("delete from setting where key = $key", {"key": key})
            if value is not None:
                cursor.execute("insert into setting values ($key, $value, $at)", {"key": key, "value": json.dumps(value), "at": at})


def _accepted(key: str, value):
    known = thresholds().get(key)
    return value if known is None or value is None else known.accept(value)


def policy(ws: Workspace) -> Policy:
    """The defaults, over them what was learnt and accepted (core/replay/learn.py), over these the seller's own thresholds."""
    return Policy(learned(ws) | {key: value for key, value in load(ws).items() if key in thresholds()})


def learned(ws: Workspace) -> dict[str, float]:
    """The thresholds that were learnt and are in force."""
    return dict(ws.rows(sql("learned")))


def costs(ws: Workspace) -> pd.DataFrame:
    """One row per marketplace × sku that has stock or sales: the cost in force (NULL where the seller gave none), unknown first."""
    return ws.frame(sql("costs"))


def save_costs(ws: Workspace, rows: list[dict], *, at: datetime) -> None:
    """Costs typed on screen: marketplace, sku, unit_cost, first_mile_cost, currency, lead_time_days, safety_stock; valid from that day."""
    names = ("marketplace", "sku", "unit_cost", "first_mile_cost", "currency", "lead_time_days", "safety_stock")
    with ws.write() as cursor:
        for row in rows:
            values = {name: row.get(name) for name in names} | {"day": at.date()}
            cursor.execute(sql("save_cost"), values)
