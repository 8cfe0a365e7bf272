"""What the seller says about buying a product again, in bulk: service, safety stock, packs, least order, room, successor."""

from collections.abc import Iterable, Mapping
from datetime import datetime

import pandas as pd

from core.errors import InputError
from core.forecast.panel import USUAL_WEEKS
from core.forecast.spread import SMOOTHING
from core.workspace import Workspace, sql

LIMITS = {
    "service": (0.5, 0.999), "safety_stock": (0.0, 1e7), "minimum_order": (0.0, 1e7), "case_pack": (1.0, 1e5), "capacity_units": (0.0, 1e8),
}  # fmt: skip
NAMES = (*LIMITS, "successor")


def save(ws: Workspace, rows: Iterable[Mapping], *, at: datetime) -> int:
    """Write marketplace, sku and NAMES of each row (None: the default of its class), in place of what was said before; gives how many.
    Raises InputError for the first figure outside its limits; then nothing changes."""
    accepted = [_accepted(row) for row in rows]
    with ws.write(new_version=False) as cursor:
        for row in accepted:
            cursor.execute(sql("restock/save"), row | {"at": at})
    return len(accepted)


def positions(ws: Workspace, run_id: int) -> pd.DataFrame:
    """What suggest and lifecycle read of a run (core/sql/restock/positions.sql)."""
    return ws.frame(sql("restock/positions"), run_id=run_id, usual_weeks=USUAL_WEEKS, kept=1 - SMOOTHING)


def mark(ws: Workspace) -> tuple:
    """Another one after every change of what the seller says, which makes no new version of the data."""
    return ws.rows("select count(*), bit_xor(hash(said)) from restock_setting as said")[0]


def _accepted(row: Mapping) -> dict:
    kept = {"marketplace": row["marketplace"], "sku": row["sku"]}
    for name, (least, most) in LIMITS.items():
        value = row.get(name)
        unknown = value is None or value == "" or pd.isna(value)
        if not unknown and not least <= float(value) <= most:
            raise InputError("restock_setting", sku=row["sku"], name=name, value=float(value), least=least, most=most)
        kept[name] = None if unknown else float(value)
    said = row.get("successor")
    return kept | {"successor": None if said is None or pd.isna(said) or not str(said).strip() else str(said).strip()}
