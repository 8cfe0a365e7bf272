"""CSV → the rows of a fee schedule, or what is wrong with them: each problem an InputError with row (line of the file) and column.

Promise: nothing is guessed and nothing is dropped. Required: the columns of the shipped table, a start, a source and a unit in every row.
Left blank, `confidence` is "one" (the seller is the one source) and `checked_on` the day of the upload. Amounts use a decimal point.
"""

import csv
import io
import math
from datetime import date
from functools import cache

import pandas as pd

from core.errors import InputError
from core.fees.schedule import CONFIDENCE, CURRENCY, DATA, REQUIRED
from core.schedules.bands import NUMBERS, conflicts

LARGEST = 2_000_000  # bytes; the longest shipped table has a tenth
OPTIONAL = ("confidence", "checked_on", "note")
_DATED = ("effective_from", "effective_to", "checked_on")
_FREE = (*_DATED, "source", "note")
_ENOUGH = 20  # problems told at once
_MARKS = {b"\xff\xfe": "utf-16", b"\xfe\xff": "utf-16"}


def read(content: bytes, fee: str, marketplace: str, day: date) -> tuple[pd.DataFrame, list[InputError]]:
    """(rows as text, problems): rows is what the file holds in the columns of the shipped table; [] problems: it can be used.
    day: of the upload."""
    try:
        rows = _table(content, fee, marketplace)
    except InputError as problem:
        return pd.DataFrame(), [problem]
    filled = _filled(rows, day)
    problems = [problem for row in filled.to_dict("records") for problem in _problems(row, fee, marketplace)]
    return filled.drop(columns="line"), (problems or conflicts(filled, fee))[:_ENOUGH]


def _table(content: bytes, fee: str, marketplace: str) -> pd.DataFrame:
    """The lines that say anything, with the number of each in `line`."""
    lines = list(csv.reader(io.StringIO(_decoded(content), newline=""), delimiter=_delimiter(content)))
    header = [name.strip().lower() for name in lines[0]] if lines else []
    _check_header(header, fee, marketplace)
    said = [(number, cells) for number, cells in enumerate(lines[1:], 2) if any(cell.strip() for cell in cells)]
    if not said:
        raise InputError("schedule_empty", fee=fee)
    for number, cells in said:
        if len(cells) != len(header):
            raise InputError("schedule_cells", row=number, expected=len(header), came=len(cells))
    return pd.DataFrame([dict(zip(header, map(_plain, cells), strict=True)) | {"line": number} for number, cells in said])


def _decoded(content: bytes) -> str:
    if len(content) > LARGEST:
        raise InputError("schedule_too_large", limit=LARGEST // 1_000_000)
    for encoding in (_MARKS.get(content[:2], "utf-8-sig"), "cp1252"):
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if "\x00" not in text:
            return text
    raise InputError("schedule_not_text")


def _delimiter(content: bytes) -> str:
    first = _decoded(content).split("\n", 1)[0]
    return max(",;\t", key=first.count)


def _plain(cell: str) -> str:
    """Without blanks, and without the apostrophe that our own downloads put before what a spreadsheet would calculate."""
    text = cell.strip()
    return text[1:] if text.startswith(("'=", "'+", "'-", "'@")) else text


def _check_header(header: list[str], fee: str, marketplace: str) -> None:
    expected = shipped(fee, marketplace).columns
    missing = [name for name in expected if name not in header and name not in OPTIONAL]
    if missing:
        raise InputError("schedule_columns", fee=fee, missing=", ".join(missing))
    strange = [name for name in header if name not in expected or header.count(name) > 1]
    if strange:
        raise InputError("schedule_strange_columns", fee=fee, strange=", ".join(dict.fromkeys(strange)), known=", ".join(expected))


@cache
def shipped(fee: str, marketplace: str) -> pd.DataFrame:
    """The shipped rows of a fee as text; of all marketplaces where this one has none."""
    files = sorted(DATA.glob(f"{marketplace.lower()}/{fee}.csv")) or sorted(DATA.glob(f"*/{fee}.csv"))
    tables = [pd.read_csv(file, dtype=str, keep_default_na=False) for file in files]
    if marketplace not in CURRENCY or not tables or not set(REQUIRED) <= set(tables[0].columns):
        raise InputError("schedule_no_such_fee", fee=fee, marketplace=marketplace)
    return pd.concat(tables, ignore_index=True)


def _filled(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    blank = {"confidence": "one", "checked_on": day.isoformat(), "note": ""}
    return rows.assign(**{name: rows[name].replace("", value) if name in rows else value for name, value in blank.items()})


# --- one row


def _problems(row: dict, fee: str, marketplace: str) -> list[InputError]:
    found = [_cell_problem(name, value, row, fee, marketplace) for name, value in row.items() if name != "line"]
    return [problem for problem in found if problem] or _order_problems(row)


def _cell_problem(name: str, value: str, row: dict, fee: str, marketplace: str) -> InputError | None:
    where = {"row": row["line"], "column": name, "value": value}
    if name in ("effective_from", "source") and not value:
        return InputError("schedule_blank", row=row["line"], column=name)
    if name in _DATED and value and not _is_day(value):
        return InputError("schedule_day", **where)
    if name in NUMBERS:
        return _number_problem(name, value, row, where)
    known = _known(name, fee, marketplace)
    if known is not None and value not in known:
        return InputError("schedule_value", **where, known=", ".join(word or "(blank)" for word in sorted(known)))
    return None


def _is_day(value: str) -> bool:
    try:
        return date.fromisoformat(value).isoformat() == value
    except ValueError:
        return False


def _number_problem(name: str, value: str, row: dict, where: dict) -> InputError | None:
    if not value:
        return InputError("schedule_blank", row=row["line"], column=name) if name in ("amount", "rate") else None
    try:
        number = float(value)
    except ValueError:
        number = math.nan
    if not (math.isfinite(number) and number >= 0):
        return InputError("schedule_number", **where)
    if name in ("amount", "rate") and row["unit"].startswith("share") and number > 1:
        return InputError("schedule_share", **where)
    return None


def _known(name: str, fee: str, marketplace: str) -> set[str] | None:
    """The words that a column may hold, None: any."""
    if name in _FREE:
        return None
    if name == "currency":
        return {CURRENCY[marketplace]}
    if name == "confidence":
        return set(CONFIDENCE)
    return set(shipped(fee, marketplace)[name])


def _order_problems(row: dict) -> list[InputError]:
    """Ends that lie before their beginning; needs cells that are all readable."""
    pairs = [("effective_from", "effective_to"), *((name, f"{name[:-4]}_max") for name in row if name.endswith("_min"))]
    said = [(low, high) for low, high in pairs if row.get(low) and row.get(high)]
    sized = {name: row[name] if name in _DATED else float(row[name]) for pair in said for name in pair}
    return [
        InputError("schedule_order", row=row["line"], column=high, low=row[low], high=row[high])
        for low, high in said
        if sized[high] < sized[low]
    ]
