"""The upload box. Files lie in the upload folder of the seller's workspace until they are imported, removed from the box, or a day old.
Those that an import left behind (an answer is missing, or nobody can read them) wait below the emptied box."""

import re
from dataclasses import dataclass
from pathlib import Path

import streamlit as st

from pages.ui import jobs, session

_KEEP_SECONDS = 24 * 3600


@dataclass(frozen=True, kw_only=True)
class Kept:
    """One file in the box: key (unique in this session), name as the seller knows it, where it lies, size in bytes."""

    key: str
    name: str
    path: Path
    size: int


def box(page) -> list[Kept]:
    """Draw the box; the files in it and those that wait, kept on disk. Any type is taken: intake says in words what is no report."""
    round_number = session.get("upload.round", 0)
    given = st.file_uploader(
        page.t("upload.box"),
        accept_multiple_files=True,
        key=f"upload.{round_number}",
        help=page.t("upload.box_help"),
        disabled=jobs.busy(page.own.path),
    )
    return [*waiting(), *(_keep(page, file) for file in given)]


def waiting() -> list[Kept]:
    """Files that an import left behind."""
    return [file for file in session.get("upload.waiting", []) if file.path.exists()]


def empty(left: list[Kept]) -> None:
    """A new, empty box; `left` wait below it, and what was answered about the others is forgotten."""
    answers, keys = session.get("upload.answers", {}), {file.key for file in left}
    session.put("upload.round", session.get("upload.round", 0) + 1)
    session.put("upload.waiting", left)
    session.put("upload.answers", {key: answer for key, answer in answers.items() if key in keys})


def put_aside(file: Kept) -> None:
    """Let go of a file that waits."""
    session.put("upload.waiting", [other for other in waiting() if other != file])
    file.path.unlink(missing_ok=True)


def _keep(page, file) -> Kept:
    folder = page.own.uploads / "inbox"
    folder.mkdir(exist_ok=True)
    path = folder / f"{file.file_id}{_ending(file.name)}"
    if not path.exists():
        _sweep(folder, page.now.timestamp())
        path.write_bytes(file.getbuffer())
    return Kept(key=file.file_id, name=file.name, path=path, size=file.size)


def _sweep(folder: Path, now: float) -> None:
    for old in folder.iterdir():
        if now - old.stat().st_mtime > _KEEP_SECONDS:
            old.unlink(missing_ok=True)


def _ending(name: str) -> str:
    found = re.search(r"\.[A-Za-z0-9]{1,5}$", name)
    return found[0].lower() if found else ""
