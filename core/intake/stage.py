"""From a table to DuckDB: temp view `texts` (row_no, our columns as text, extra) over temp table `lines`; nothing interpreted yet.

Large UTF-8 files go straight through DuckDB's reader, which is fast because it does not count lines: row_no is then a mere mark until
somebody needs it (stage again with numbered=True). All others are first written as clean UTF-8 into the upload folder, lines numbered.
Both ways give the same rows (tests/core/intake/test_stage.py).
"""

import csv
import os
import re
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from core.errors import UnreadableFile
from core.intake.sniff import Table, rows_of

STRAIGHT_FROM = 16_000_000
TAIL = 65_536
_HAS_BREAK = re.compile(r"[\r\n\x00\x0b\x0c\x1c-\x1e\x85\u2028\u2029]").search


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file that DuckDB may read. `row`: SQL for a row's number, None where the reader has to count.
    `cut`: (row, cells) of a last row that ends before its time, or None. `numbered`: row_no is the line in the file."""

    path: Path
    options: str
    row: str | None
    cut: tuple[int, int] | None
    numbered: bool


def stage(cursor, table: Table, columns: dict[str, int], folder: Path, numbered: bool = False) -> Source:
    """Fill `texts` for `columns` {our name: position in the table}. Raises UnreadableFile (unreadable, cell_too_long)."""
    source = _straight(table, folder, numbered) if goes_straight(table) else _cleaned(table, folder)
    try:
        cursor.execute(_lines_query(table, columns, source))
    except duckdb.InvalidInputException as error:
        raise UnreadableFile("unreadable", value=str(error).splitlines()[0][:200]) from error
    row = "*" if source.numbered else "rowid as row_no, *"
    cursor.execute(f"create or replace temp view texts as select {row} from lines")
    if source.cut:
        forget(cursor, source, "select max(row_no) from texts")
    return source


def forget(cursor, source: Source, rows: str) -> None:
    """Take the rows of the query `rows` (their row_no) out of `texts`."""
    cursor.execute(f"delete from lines where {'row_no' if source.numbered else 'rowid'} in ({rows})")


def goes_straight(table: Table) -> bool:
    """Not where quotes may run over the lines before the header: then the reader's lines to skip are not ours."""
    plain = table.header_row == 1 or not table.quoted
    return plain and table.encoding in ("utf-8", "utf-8-sig") and table.path.stat().st_size >= STRAIGHT_FROM


def _straight(table: Table, folder: Path, numbered: bool) -> Source:
    target = folder / "straight.txt"
    if not target.exists():
        _link(table.path, target)
    quote = '"' if table.quoted else ""
    options = (
        f"delim='{table.delimiter}', quote='{quote}', escape='{quote}', skip={table.header_row}, parallel={str(not table.quoted).lower()}"
    )
    row = f"{table.header_row} + row_number() over ()" if numbered else None
    return Source(path=target, options=options, row=row, cut=_cut_at_the_end(table), numbered=numbered)


def _link(path: Path, target: Path) -> None:
    """DuckDB may read in the upload folder only."""
    try:
        os.link(path, target)
    except OSError:
        shutil.copyfile(path, target)


def _cut_at_the_end(table: Table) -> tuple[int, int] | None:
    """The same question for the last 64 KB; which line it is would have to be counted, so its row is 0."""
    size = table.path.stat().st_size
    with table.path.open("rb") as file:
        file.seek(max(0, size - TAIL))
        lines = file.read().decode("utf-8", "replace").splitlines(keepends=True)[1 if size > TAIL else table.header_row :]
    widths = [len(cells) for _, cells in rows_of(lines, table.delimiter, table.quoted) if any(cell.strip() for cell in cells)]
    short = sum(width < len(table.headings) for width in widths[:-1])
    is_cut = bool(widths) and _is_cut(table, widths[-1], short, len(widths) - 1 - short)
    return (0, widths[-1]) if is_cut else None


def _is_cut(table: Table, last: int, short: int, full: int) -> bool:
    """A last row with too few cells, when the file does not end its line or all rows before it are whole."""
    return last < len(table.headings) and (not _ends_with_line_end(table) or (full > 0 and not short))


def _cleaned(table: Table, folder: Path) -> Source:
    target, width = folder / "cleaned.csv", len(table.headings)
    last, short, full = (0, width), 0, -1
    with (
        table.path.open(encoding=table.encoding, errors="replace", newline="") as lines,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out)
        for line, cells in rows_of(lines, table.delimiter, table.quoted):
            if line <= table.header_row or not any(cell.strip() for cell in cells):
                continue
            short, full = (short + 1, full) if last[1] < width else (short, full + 1)
            last = (line, len(cells))
            writer.writerow((line, *_fitted(cells, width)))
    cut = last if _is_cut(table, last[1], short, full) else None
    return Source(path=target, options="delim=',', quote='\"', escape='\"'", row="row_no::bigint", cut=cut, numbered=True)


def _fitted(cells: list[str], width: int) -> list[str]:
    """Exactly `width` cells and one for what is too much; line breaks inside a cell become spaces."""
    flat = [" ".join(cell.replace("\x00", "").split()) if _HAS_BREAK(cell) else cell.strip() for cell in cells]
    return flat[:width] + [""] * (width - len(flat)) + ["".join(flat[width:]).strip()]


def _ends_with_line_end(table: Table) -> bool:
    with table.path.open("rb") as file:
        file.seek(-min(4, table.path.stat().st_size), os.SEEK_END)
        return any(mark in file.read() for mark in (b"\n", b"\r"))


def _lines_query(table: Table, columns: dict[str, int], source: Source) -> str:
    names = [f"c{place}" for place in range(len(table.headings))] + ["extra"]
    types = ", ".join(f"'{name}': 'VARCHAR'" for name in (["row_no"] if source.row == "row_no::bigint" else []) + names)
    path = str(source.path).replace("'", "''")
    cells = [f"c{place} as {name}" for name, place in columns.items()] + ["nullif(trim(extra), '') as extra"]
    row = [f"{source.row} as row_no"] if source.row else []
    return (  # an empty cell is NULL by the reader's own rule
        f"create or replace temp table lines as select {', '.join(row + cells)} from read_csv('{path}', auto_detect=false, header=false, "
        f"null_padding=true, strict_mode=false, max_line_size=16000000, columns={{{types}}}, {source.options})"
    )
