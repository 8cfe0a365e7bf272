"""From a text file to a table: encoding, delimiter, and the header row among the first 40 rows.

Promise: the delimiter is the one under which a header is a known report; a tab file is read with quotes only if it begins with one.
"""

import csv
import io
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from core.errors import UnreadableFile
from core.intake import decode, kinds
from core.intake.kinds import Kind
from core.intake.unpack import Part, parts

DELIMITERS = ("\t", ",", ";", "|")
HEADER_WITHIN = 40


@dataclass(frozen=True, kw_only=True)
class Table:
    """A text table that we can read. `header_row`: line of the header, from 1. `kind`: None when no known report."""

    name: str
    path: Path
    encoding: str
    delimiter: str
    quoted: bool
    header_row: int
    headings: tuple[str, ...]
    kind: Kind | None

    @property
    def variant(self) -> str | None:
        return kinds.variant_of(self.kind.name, list(self.headings)) if self.kind else None


def tables(path: Path, name: str, folder: Path) -> list[Table]:
    """Every table in the file (one per worksheet or archive member), those of known kinds first. Raises UnreadableFile."""
    found = [table_of(part) for part in parts(path, name, folder)]
    return sorted(found, key=lambda table: (table.kind is None, not (table.kind and table.kind.is_read)))


def table_of(part: Part) -> Table:
    encoding = decode.detect(part.path, _is_known_beyond_ascii)
    header = find_header(head_of(part.path, encoding))
    if header is None:
        raise UnreadableFile("no_table_inside")
    return Table(name=part.name, path=part.path, encoding=encoding, **header)


def head_of(path: Path, encoding: str) -> str:
    """The first 256 KB as text, cut after a whole line."""
    with path.open("rb") as file:
        content = file.read(decode.HEAD)
    text = content.decode(encoding, "replace")
    return text if len(content) < decode.HEAD else text[: text.rfind("\n") + 1] or text


def find_header(text: str) -> dict | None:
    """{"delimiter", "quoted", "header_row", "headings", "kind"} of the best header; None when there is no table."""
    guesses = [guess for delimiter in DELIMITERS for guess in _guesses(text, delimiter)]
    known = [guess for guess in guesses if guess["kind"]]
    if known:
        return known[0]
    return max(guesses, key=lambda guess: _title_cells(guess["headings"]), default=None)


def _guesses(text: str, delimiter: str) -> Iterator[dict]:
    quoted = delimiter != "\t" or text.startswith('"')
    with suppress(UnreadableFile):
        for line, cells in rows_of(io.StringIO(text, newline=""), delimiter, quoted, HEADER_WITHIN):
            headings = tuple(cells[:-1] if len(cells) > 1 and not cells[-1].strip() else cells)
            if any(cell.strip() for cell in headings):
                kind = kinds.recognise(list(headings))
                yield {"delimiter": delimiter, "quoted": quoted, "header_row": line, "headings": headings, "kind": kind}


def rows_of(lines, delimiter: str, quoted: bool, at_most: int | None = None) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of every row. Raises UnreadableFile (cell_too_long) for a cell beyond 128 KB: a quote that nobody closed."""
    quoting = {"quotechar": '"'} if quoted else {"quoting": csv.QUOTE_NONE}
    reader = csv.reader(lines, delimiter=delimiter, **quoting)
    try:
        for cells in islice(reader, at_most):
            yield reader.line_num, cells
    except csv.Error as error:
        raise UnreadableFile("cell_too_long", row=reader.line_num) from error


def first_rows(table: Table, at_most: int) -> tuple[tuple[str, ...], ...]:
    """The cells of the first rows under the header; () where there are none, or none that can be read."""
    with table.path.open(encoding=table.encoding, errors="replace", newline="") as lines:
        later = (tuple(cells) for line, cells in rows_of(lines, table.delimiter, table.quoted) if line > table.header_row and any(cells))
        try:
            return tuple(islice(later, at_most))
        except UnreadableFile:
            return ()


def _title_cells(headings: tuple[str, ...]) -> int:
    """How much a row looks like a header: its distinct cells that are words."""
    return len({cell.strip() for cell in headings if any(letter.isalpha() for letter in cell)})


def _is_known_beyond_ascii(text: str) -> bool:
    header = find_header(text)
    return bool(header and header["kind"] and not "".join(header["headings"]).isascii())
