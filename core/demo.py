"""The demo seller: Amazon reports of data/demo, loaded through the same intake as a seller's own.

What is real in them and what is invented: data/demo/README.md; on screen `demo.about`.
Promise: nothing goes past intake; building twice adds nothing, because a file that is there already is a duplicate.
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from functools import cache
from pathlib import Path

from core import intake, settings
from core.intake.result import FileResult
from core.workspace import Workspace

FOLDER = Path(__file__).parents[1] / "data" / "demo"
_MARK = "demo_seller"

Progress = Callable[[str, float], None]


@cache
def manifest() -> dict:
    """{"files": [{name, marketplace, on, order, as_of, period}] in the order a seller would have taken them,
    "roles": {"US LM-22138": "cliff", …}, "source_lines": {what: lines}}."""
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
    return results


def is_demo(ws: Workspace) -> bool:
    """Whether this workspace holds the demo seller."""
    return bool(settings.load(ws).get(_MARK))


def _load(ws: Workspace, file: dict, at: datetime) -> FileResult:
    """One file, with the answers that a seller gives where the file itself does not say."""
    path = FOLDER / "files" / file["name"]
    period = tuple(_day(day) for day in file["period"]) if file["period"] else None
    return intake.load(ws, path, file["name"], at=at, marketplace=file["marketplace"], as_of=_day(file["as_of"]), period=period)


def _day(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None
