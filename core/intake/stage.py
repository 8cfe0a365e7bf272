"""From a table to DuckDB: temp table `texts` (row_no, our columns as text, extra), nothing interpreted, nothing dropped but blank lines.

Large UTF-8 files go straight through DuckDB's reader. All others are first written as clean UTF-8 into the upload folder, with their line numbers.
Both ways give the same rows (tests/core/intake/test_stage.py).
"""

import csv
import os
import shutil
from dataclasses import dataclass
from pathlib import Path

import duckdb

from core.errors import UnreadableFile
from core.intake.sniff import Table, rows_of

STRAIGHT_FROM = 16_000_000
SENTINELS = "('', '-', '--', '—', 'N/A', 'n/a', '#REF!', '#N/A')"


@dataclass(frozen=True, kw_only=True)
class Source:
    """A file that DuckDB may read. `cut`: (row, cells) of a last row that ends before its time, or None."""

    path: Path
    options: str
    has_rows: bool
    cut: tuple[int, int] | None


def stage(cursor, table: Table, columns: dict[str, int], folder: Path) -> Source:
    """Fill temp table `texts` for `columns` {our name: position in the table}. Raises UnreadableFile (unreadable, cell_too_long)."""
    source = _straight(table, folder) if _goes_straight(table) else _cleaned(table, folder)
    cursor.execute("drop table if exists texts")
    try:
        cursor.execute(_texts_query(table, columns, source))
    except duckdb.InvalidInputException as error:
        raise UnreadableFile("unreadable", value=str(error).splitlines()[0][:200]) from error
    if source.cut:
        cursor.execute("delete from texts where row_no = $row", {"row": source.cut[0]})
    return source


def _goes_straight(table: Table) -> bool:
    return table.encoding in ("utf-8", "utf-8-sig") and table.path.stat().st_size >= STRAIGHT_FROM


def _straight(table: Table, folder: Path) -> Source:
    target = folder / "straight.txt"
    try:
        os.link(table.path, target)
    except OSError:
        shutil.copyfile(table.path, target)
    quote = '"' if table.quoted else ""
    options = (
        f"delim='{table.delimiter}', quote='{quote}', escape='{quote}', skip={table.header_row}, parallel={str(not table.quoted).lower()}"
    )
    return Source(path=target, options=options, has_rows=False, cut=_cut_at_the_end(table))


def _cut_at_the_end(table: Table) -> tuple[int, int] | None:
    """A last line without its line end and with too few cells. Its number is not known here: 0 stands for the last row."""
    with table.path.open("rb") as file:
        file.seek(-min(65_536, table.path.stat().st_size), os.SEEK_END)
        lines = file.read().decode("utf-8", "replace").splitlines(keepends=True)
    cells = next((cells for _, cells in rows_of(lines[-1:], table.delimiter, table.quoted)), [])
    return (0, len(cells)) if not lines[-1].endswith("\n") and len(cells) < len(table.headings) else None


def _cleaned(table: Table, folder: Path) -> Source:
    target, width = folder / "cleaned.csv", len(table.headings)
    last, short = (0, width), 0
    with (
        table.path.open(encoding=table.encoding, errors="replace", newline="") as lines,
        target.open("w", encoding="utf-8", newline="") as out,
    ):
        writer = csv.writer(out)
        for line, cells in rows_of(lines, table.delimiter, table.quoted):
            if line <= table.header_row or not any(cell.strip() for cell in cells):
                continue
            short += last[1] < width
            last = (line, len(cells))
            writer.writerow((line, *_fitted(cells, width)))
    cut = last if last[1] < width and (not short or not _ends_with_line_end(table)) else None
    return Source(path=target, options="delim=',', quote='\"', escape='\"'", has_rows=True, cut=cut)


def _fitted(cells: list[str], width: int) -> list[str]:
    """Exactly `width` cells and one for what is too much; line breaks inside a cell become spaces."""
    flat = [" ".join(cell.replace("\x00", "").splitlines()) if "\n" in cell or "\r" in cell or "\x00" in cell else cell for cell in cells]
    return flat[:width] + [""] * (width - len(flat)) + ["".join(flat[width:]).strip()]


def _ends_with_line_end(table: Table) -> bool:
    with table.path.open("rb") as file:
        file.seek(-min(4, table.path.stat().st_size), os.SEEK_END)
        return any(mark in file.read() for mark in (b"\n", b"\r"))


def _texts_query(table: Table, columns: dict[str, int], source: Source) -> str:
    width = len(table.headings)
    names = (["row_no"] if source.has_rows else []) + [f"c{place}" for place in range(width)] + ["extra"]
    types = ", ".join(f"'{name}': 'VARCHAR'" for name in names)
    path = str(source.path).replace("'", "''")
    row = "row_no::bigint" if source.has_rows else f"{table.header_row} + row_number() over ()"
    cells = "".join(f", {_text(f'c{place}')} as {name}" for name, place in columns.items())
    return (
        f"create temp table texts as select {row} as row_no{cells}, nullif(trim(extra), '') as extra from read_csv('{path}', auto_detect=false, "
        f"header=false, null_padding=true, strict_mode=false, max_line_size=16000000, columns={{{types}}}, {source.options})"
    )


def _text(cell: str) -> str:
    return f"case when trim({cell}) in {SENTINELS} then null else trim({cell}) end"
