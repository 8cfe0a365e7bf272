"""A file as it was offered, with what was said about it; kept beside the bytes while a file waits for the seller's word."""

import hashlib
import json
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

Progress = Callable[[str, float], None]


def silent(stage: str, share: float) -> None:
    """The progress callback of those who do not look."""


@dataclass(frozen=True, kw_only=True)
class Offer:
    """`file_id`: only when a file that was kept aside is confirmed. `progress(stage, share)`: read, check, write; 0..1."""

    path: Path
    name: str
    at: datetime
    marketplace: str | None = None
    as_of: date | None = None
    period: tuple[date, date] | None = None
    mapping: dict | None = None
    accept: bool = False
    file_id: int | None = None
    progress: Progress = silent

    def sha256(self) -> str:
        with self.path.open("rb") as file:
            return hashlib.file_digest(file, "sha256").hexdigest()


def _folder(ws, file_id: int) -> Path:
    return ws.uploads / "aside" / str(file_id)


def keep_aside(ws, offer: Offer, file_id: int) -> None:
    """Keep the bytes and the words of a quarantined file, so that confirm() can read them again, also after a restart."""
    folder = _folder(ws, file_id)
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(offer.path, folder / "file")
    said = {
        "name": offer.name,
        "marketplace": offer.marketplace,
        "as_of": offer.as_of.isoformat() if offer.as_of else None,
        "period": [day.isoformat() for day in offer.period] if offer.period else None,
        "mapping": offer.mapping,
    }
    (folder / "said.json").write_text(json.dumps(said), encoding="utf-8")


def kept_aside(ws, file_id: int, at: datetime, progress: Progress | None) -> Offer | None:
    """The quarantined file as an accepted offer; None when its bytes are gone."""
    folder = _folder(ws, file_id)
    if not (folder / "file").is_file():
        return None
    said = json.loads((folder / "said.json").read_text(encoding="utf-8"))
    as_of = date.fromisoformat(said.pop("as_of")) if said["as_of"] else said.pop("as_of")
    period = tuple(date.fromisoformat(day) for day in said.pop("period") or ()) or None
    return Offer(path=folder / "file", at=at, accept=True, file_id=file_id, as_of=as_of, period=period, progress=progress or silent, **said)


def forget_aside(ws, file_id: int) -> None:
    shutil.rmtree(_folder(ws, file_id), ignore_errors=True)


def forget_settled(ws) -> None:
    """Bytes of files that wait no longer: loaded after all, or offered again."""
    waiting = {str(row[0]) for row in ws.rows("select file_id from import_file where status = 'quarantined'")}
    for folder in (ws.uploads / "aside").glob("*"):
        if folder.name not in waiting:
            shutil.rmtree(folder, ignore_errors=True)
