"""The demo seller: Amazon reports of data/demo, loaded through the same intake as a seller's own.

What is real in them and what is invented: data/demo/README.md; on screen `demo.about`.
Promise: nothing goes past intake; building twice adds nothing, because a file that is there already is a duplicate. Three plans of the past
(manifest, clearances) are put into the journal as they would have been seen on their day: from data up to it alone.
"""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

from core import currency, intake, plans, schedules, settings
from core.clearance.first_answer import first_answer
from core.clearance.screen import case_of
from core.intake.result import FileResult
from core.review.position import Position, position
from core.workspace import Workspace

FOLDER = Path(__file__).parents[1] / "data" / "demo"
_MARK = "demo_seller"

Progress = Callable[[str, float], None]


@cache
def manifest() -> dict:
    """{"files": [{name, marketplace, on, order, as_of, period}] in the order a seller would have taken them,
    "roles": {"US LM-22138": "cliff", …}, "clearances": [{marketplace, sku, name, as_of, price, weeks}],
    "exchange": {home, currency, valid_from, rate}, "source_lines": {what: lines}}."""
    return json.loads((FOLDER / "manifest.json").read_text(encoding="utf-8"))


def build(ws: Workspace, at: datetime, progress: Progress | None = None) -> list[FileResult]:
    """Load every file of the demo seller, oldest first. `progress` hears the file's name and the share done (0..1)."""
    files = manifest()["files"]
    settings.save(ws, {_MARK: True}, at=at)
    results = []
    for done, file in enumerate(files):
        if progress:
            progress(file["name"], done / len(files))
        results.append(_load(ws, file, at))
    _exchange(ws, at)
    if plans.listed(ws).empty:
        _plan_the_past(ws)
    return results


def _exchange(ws: Workspace, at: datetime) -> None:
    """The invented exchange rate, unless one was chosen since."""
    if currency.home(ws) is None:
        rate = manifest()["exchange"]
        row = {"currency": rate["currency"], "valid_from": _day(rate["valid_from"]), "rate": rate["rate"]}
        currency.save(ws, rate["home"], [row], at=at)


def is_demo(ws: Workspace) -> bool:
    """Whether this workspace holds the demo seller."""
    return bool(settings.load(ws).get(_MARK))


def _load(ws: Workspace, file: dict, at: datetime) -> FileResult:
    """One file, with the answers that a seller gives where the file itself does not say."""
    path = FOLDER / "files" / file["name"]
    period = tuple(_day(day) for day in file["period"]) if file["period"] else None
    return intake.load(ws, path, file["name"], at=at, marketplace=file["marketplace"], as_of=_day(file["as_of"]), period=period)


def _plan_the_past(ws: Workspace) -> None:
    """The clearances that are over, accepted on the morning after their day."""
    there: dict[date, Position] = {}
    for row in manifest()["clearances"]:
        day = date.fromisoformat(row["as_of"])
        there |= {} if day in there else {day: position(ws, day)}
        found = there[day].of(row["marketplace"], row["sku"])
        ages = there[day].ages(row["marketplace"], row["sku"])
        case = replace(case_of(found, ages, day, settings.policy(ws), schedules.book(ws)), horizon_weeks=row["weeks"])
        morning = datetime.combine(day + timedelta(days=1), time(8))
        about = {name: found[name] for name in ("title", "currency")}
        prices = [row["price"]] * row["weeks"]
        number = plans.save(ws, first_answer(case), name=row["name"], prices=prices, at=morning, about=about)
        plans.decide(ws, number, "accepted", at=morning)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
