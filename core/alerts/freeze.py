"""Purchases that are frozen: a run freezes those of a SKU when it becomes urgent, and lifts that when it is urgent no more (life.update).
A seller can lift it by hand; then it stays lifted until the level has fallen and risen again."""

from datetime import datetime

import pandas as pd

from core.alerts.life import in_utc
from core.errors import InputError
from core.workspace import Workspace, sql


def frozen(ws: Workspace, marketplace: str | None = None, sku: str | None = None) -> pd.DataFrame:
    """marketplace, sku, frozen_at, title, currency, on_hand, inbound, cover_days, main_rule, money_at_stake; all SKUs, or one."""
    return ws.frame(sql("alerts/frozen"), marketplace=marketplace, sku=sku)


def lift(ws: Workspace, marketplace: str, sku: str, *, at: datetime) -> None:
    """Buy again. Raises InputError where nothing is frozen."""
    with ws.write(new_version=False) as cursor:
        lifted = cursor.execute(
            "update purchase_freeze set lifted_at = $at, lifted_by = 'hand' "
            "where lifted_at is null and marketplace = $marketplace and sku = $sku returning sku",
            {"at": in_utc(at), "marketplace": marketplace, "sku": sku},
        ).fetchall()
    if not lifted:
        raise InputError("not_frozen", sku=sku, marketplace=marketplace)
