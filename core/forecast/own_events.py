"""The events that a seller tries of a SKU's demand (core/forecast/what_if.py), kept until they are taken back.

Promise: a what-if they remain. No run reads them, and keeping one makes no new version of the data.
"""

from dataclasses import asdict
from datetime import datetime

from core.forecast.what_if import Event
from core.workspace import Workspace, sql


def listed(ws: Workspace, marketplace: str, sku: str) -> dict[int, Event]:
    """event_id → event of one SKU, the first day first."""
    rows = ws.rows(sql("forecast/own_events"), marketplace=marketplace, sku=sku)
    return {number: Event(name=name, first=first, last=last, factor=factor) for number, name, first, last, factor in rows}


def add(ws: Workspace, marketplace: str, sku: str, event: Event, *, at: datetime) -> None:
    with ws.write(new_version=False) as cursor:
        cursor.execute(sql("forecast/add_event"), {"marketplace": marketplace, "sku": sku, "at": at} | asdict(event))


def remove(ws: Workspace, marketplace: str, sku: str, event_id: int | None = None) -> None:
    """Take one event of a SKU back; None: all of them."""
    with ws.write(new_version=False) as cursor:
        cursor.execute(sql("forecast/drop_events"), {"marketplace": marketplace, "sku": sku, "event_id": event_id})
