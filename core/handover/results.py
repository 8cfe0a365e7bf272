"""What the other side says of documents: files in a watched folder, taken by a schedule.

CSV or JSON (a list of objects) with columns document_id, status (accepted | rejected | shipped | done), and where wanted sku, units, note.
What is said of moves between sites goes into their journal (moved.py). A file that was taken moves to `taken`, one that cannot be read to
`refused` with the reason beside it. Promise: all of a file or nothing; the
same file twice says nothing new.
"""

import hashlib
import io
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

import pandas as pd

from core import text
from core.alerts.life import in_utc
from core.errors import InputError
from core.handover import moved
from core.workspace import Workspace, sql

STATUSES = ("accepted", "rejected", "shipped", "done")
_COLUMNS = ("document_id", "status", "sku", "units", "note")
_MOST_BYTES = 20_000_000


@dataclass(frozen=True, kw_only=True)
class Taken:
    """One file. status: taken, known (the same was taken before), refused: then error says why."""

    name: str
    status: str
    lines: int = 0
    error: InputError | None = None


def folder(ws: Workspace) -> Path:
    """Where the other side puts its files; made when asked for."""
    place = ws.path.parent / f"{ws.path.stem}.results"
    place.mkdir(exist_ok=True)
    return place


def take(ws: Workspace, *, at: datetime, lang: str = "en") -> list[Taken]:
    """Take every CSV and JSON file of the folder, the oldest name first."""
    files = sorted(file for file in folder(ws).iterdir() if file.is_file() and file.suffix.lower() in (".csv", ".json"))
    return [_one(ws, file, in_utc(at), lang) for file in files]


def about(ws: Workspace, document_id: int) -> pd.DataFrame:
    """status, sku, units, note, source, taken_at of every line that came back about a document, oldest first."""
    return ws.frame(sql("handover/results"), document_id=document_id)


def _one(ws: Workspace, file: Path, at: datetime, lang: str) -> Taken:
    try:
        lines, digest = _read(ws, file)
    except InputError as error:
        _move(file, "refused").with_suffix(".why.txt").write_text(text.say(error, lang), encoding="utf-8")
        return Taken(name=file.name, status="refused", error=error)
    known = ws.rows("select count(*) from document_result where digest = $digest", digest=digest)[0][0] > 0
    if not known:
        with ws.write(new_version=False) as cursor:
            for line in lines:
                cursor.execute(sql("handover/add_result"), line | {"source": file.name, "digest": digest, "at": at})
        moved.apply(ws, lines, at=at)
    _move(file, "taken")
    return Taken(name=file.name, status="known" if known else "taken", lines=len(lines))


def _read(ws: Workspace, file: Path) -> tuple[list[dict], str]:
    """The lines, each checked, and the file's hash. Raises InputError with what is wrong and where."""
    if file.stat().st_size > _MOST_BYTES:
        raise InputError("result_unreadable", file=file.name)
    content = file.read_bytes()
    rows = _rows(file, content)
    if not {"document_id", "status"} <= set(rows.columns) or rows.empty:
        raise InputError("result_columns", file=file.name, found=", ".join(map(str, rows.columns)) or "–")
    documents = dict(ws.rows("select document_id, kind from document"))
    lines = [_line(row, number, file.name, documents) for number, row in enumerate(rows.to_dict("records"), 1)]
    for number, line in enumerate(lines, 1):
        if documents[line["document_id"]] == moved.KIND and not moved.moves_of(ws, line):
            raise _wrong(file.name, number, line)
    return lines, hashlib.sha256(content).hexdigest()


def _rows(file: Path, content: bytes) -> pd.DataFrame:
    try:
        if file.suffix.lower() == ".json":
            return pd.DataFrame(json.loads(content.decode("utf-8-sig")), dtype=object)
        return pd.read_csv(io.BytesIO(content), dtype=str, encoding="utf-8-sig")
    except (ValueError, TypeError, AttributeError, pd.errors.ParserError) as error:
        raise InputError("result_unreadable", file=file.name) from error


def _line(row: dict, number: int, name: str, documents: Mapping[int, str]) -> dict:
    said = {column: None if pd.isna(row.get(column)) else str(row[column]).strip() for column in _COLUMNS}
    document, status = _number(said["document_id"]), (said["status"] or "").lower()
    units = _number(said["units"])
    wrong = document not in documents or status not in STATUSES or (said["units"] is not None and units is None)
    if wrong:
        raise _wrong(name, number, said)
    return said | {"document_id": int(document), "status": status, "units": units}


def _wrong(name: str, number: int, said: Mapping) -> InputError:
    shown = ", ".join(f"{column}={value}" for column, value in said.items() if value is not None)
    return InputError("result_line", file=name, line=number, found=shown, known=", ".join(STATUSES))


def _number(value: str | None) -> float | None:
    try:
        return None if value is None else float(value)
    except ValueError:
        return None


def _move(file: Path, where: str) -> Path:
    """Into a folder beside it; a name that is taken there gets a number."""
    place = file.parent / where
    place.mkdir(exist_ok=True)
    names = (file.name, *(f"{file.stem}-{number}{file.suffix}" for number in range(2, 10_000)))
    target = next(place / name for name in names if not (place / name).exists())
    return file.replace(target)
