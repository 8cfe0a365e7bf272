"""From an uploaded file to plain text tables: opens .zip, .gz and .xlsx/.xlsm, and turns away what is no table.

Promises: nothing is unpacked before its own sizes were read (no zip or XLSX bomb); every worksheet cell becomes text.
Limits: 1 GB unpacked, 200 times the packed size, 200 members, 30 million cells in one sheet's rectangle.
"""

import csv
import gzip
import re
import shutil
import zipfile
import zlib
from dataclasses import dataclass
from datetime import datetime, time
from pathlib import Path

from python_calamine import CalamineError, CalamineWorkbook

from core.errors import UnreadableFile

MAX_BYTES = 1_000_000_000
MAX_RATIO = 200
RATIO_FROM = 20_000_000
MAX_MEMBERS = 200
MAX_CELLS = 30_000_000
_WRONG = {
    b"%PDF": "PDF", b"\xd0\xcf\x11\xe0": "Excel 97-2003 / protected Office", b"\x89PNG": "PNG", b"\xff\xd8\xff": "JPEG", b"GIF8": "GIF",
    b"Rar!": "RAR", b"7z\xbc\xaf": "7z", b"PAR1": "Parquet", b"{\\rtf": "RTF", b"<?xml": "XML",
}  # fmt: skip
_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')


@dataclass(frozen=True)
class Part:
    """One plain text table: a file, a member of an archive, or a worksheet."""

    name: str
    path: Path


def parts(path: Path, name: str, folder: Path, depth: int = 0) -> list[Part]:
    """The text tables inside a file; scratch copies go to `folder`. Raises UnreadableFile
    (empty_file, wrong_type, not_a_report, too_large, broken_archive, locked_archive, no_table_inside)."""
    with path.open("rb") as file:
        head = file.read(4096)
    if not head:
        raise UnreadableFile("empty_file")
    if head.startswith(b"PK\x03\x04"):
        return _from_zip(path, name, folder, depth)
    if head.startswith(b"\x1f\x8b"):
        return parts(_from_gzip(path, folder), name.removesuffix(".gz"), folder, depth + 1)
    _turn_away(head)
    return [Part(name, path)]


def _turn_away(head: bytes) -> None:
    for magic, what in _WRONG.items():
        if head.startswith(magic):
            raise UnreadableFile("wrong_type", found=what)
    text = head.decode("utf-8", "replace").lstrip("\ufeff \t\r\n").lower()
    if text.startswith(("<!doctype html", "<html", "<head", "<body")):
        title = re.search(r"<title[^>]*>\s*([^<]{1,80}?)\s*</title", head.decode("utf-8", "replace"), re.IGNORECASE)
        raise UnreadableFile("not_a_report", title=title[1] if title else "HTML")


def _from_gzip(path: Path, folder: Path) -> Path:
    target = folder / f"{len(list(folder.iterdir()))}.gunzipped"
    try:
        with gzip.open(path) as packed, target.open("wb") as plain:
            _copy_within_limit(packed, plain, path.stat().st_size)
    except (OSError, EOFError, zlib.error) as error:
        raise UnreadableFile("broken_archive") from error
    return target


def _copy_within_limit(packed, plain, packed_bytes: int) -> None:
    done = 0
    while block := packed.read(1 << 20):
        done += len(block)
        if done > MAX_BYTES or (done > RATIO_FROM and done > MAX_RATIO * packed_bytes):
            raise UnreadableFile("too_large", limit_mb=MAX_BYTES // 1_000_000)
        plain.write(block)


def _from_zip(path: Path, name: str, folder: Path, depth: int) -> list[Part]:
    try:
        with zipfile.ZipFile(path) as archive:
            members = [info for info in archive.infolist() if not info.is_dir() and not info.filename.startswith("__MACOSX")]
            _check_sizes(members, path.stat().st_size)
            if any(info.filename == "xl/workbook.xml" for info in members):
                return _from_workbook(archive, path, name, folder)
            return _from_members(archive, members, name, folder, depth)
    except (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError) as error:
        raise UnreadableFile("broken_archive") from error


def _check_sizes(members: list[zipfile.ZipInfo], packed_bytes: int) -> None:
    total = sum(info.file_size for info in members)
    if any(info.flag_bits & 1 for info in members):
        raise UnreadableFile("locked_archive")
    if len(members) > MAX_MEMBERS or total > MAX_BYTES or (total > RATIO_FROM and total > MAX_RATIO * packed_bytes):
        raise UnreadableFile("too_large", limit_mb=MAX_BYTES // 1_000_000)


def _from_members(archive: zipfile.ZipFile, members: list, name: str, folder: Path, depth: int) -> list[Part]:
    if depth > 1 or not members:
        raise UnreadableFile("no_table_inside")
    found = []
    for info in members:
        target = folder / f"{len(list(folder.iterdir()))}.member"
        with archive.open(info) as packed, target.open("wb") as plain:
            shutil.copyfileobj(packed, plain)
        found += parts(target, f"{name} › {Path(info.filename).name}", folder, depth + 1)
    return found


def _from_workbook(archive: zipfile.ZipFile, path: Path, name: str, folder: Path) -> list[Part]:
    for info in archive.infolist():
        _check_member(archive, info)
    try:
        book = CalamineWorkbook.from_path(path)
        sheets = [(sheet, book.get_sheet_by_name(sheet).to_python(skip_empty_area=False)) for sheet in book.sheet_names]
    except CalamineError as error:
        raise UnreadableFile("broken_archive") from error
    filled = [(sheet, rows) for sheet, rows in sheets if rows]
    if not filled:
        raise UnreadableFile("no_table_inside")
    return [Part(f"{name} › {sheet}" if len(filled) > 1 else name, _as_csv(rows, folder)) for sheet, rows in filled]


def _check_member(archive: zipfile.ZipFile, info: zipfile.ZipInfo) -> None:
    """Read it through (its checksum tells a forged size) and measure the rectangle its cells span."""
    is_sheet = info.filename.startswith("xl/worksheets/") and info.filename.endswith(".xml")
    right, bottom, rest = 0, 0, b""
    with archive.open(info) as member:
        while block := member.read(1 << 20):
            if is_sheet:
                for column, row in _CELL.findall(rest + block):
                    right, bottom = max(right, _column_number(column)), max(bottom, int(row))
                rest = block[-200:]
    if right * bottom > MAX_CELLS:
        raise UnreadableFile("too_large", limit_mb=MAX_BYTES // 1_000_000)


def _column_number(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _as_csv(rows: list[list], folder: Path) -> Path:
    target = folder / f"{len(list(folder.iterdir()))}.sheet"
    with target.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows([as_text(cell) for cell in row] for row in rows)
    return target


def as_text(cell) -> str:
    """A worksheet cell as its author sees it: 5.0 is `5`, a day is ISO."""
    if isinstance(cell, bool):
        return "TRUE" if cell else "FALSE"
    if isinstance(cell, float):
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, datetime):
        return cell.date().isoformat() if cell.time() == time() else cell.isoformat(sep=" ")
    return str(cell).strip()
