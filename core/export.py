"""Tables as files a person opens in a spreadsheet: `to_csv`, `to_xlsx`; or hands to Amazon: `to_tsv`; a page to read: `to_html`.

Promise: no cell becomes a formula, whatever a report contained. Text that a spreadsheet would calculate gets a leading apostrophe;
numbers stay numbers; unknown stays empty, never 0.
"""

import json
from html import escape
from io import BytesIO

import pandas as pd

from core.errors import InputError

# What Excel, LibreOffice and Google Sheets take for the start of a formula; the wide forms count in East Asian versions
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_XLSX_ROWS = 1_048_575  # the sheet's limit less the header row (Excel specifications and limits)
_XLSX_CELL = 32_767  # characters in one cell, same source
_SHEET_NAME = 31
_NOT_IN_SHEET_NAME = str.maketrans("[]:*?/\\'", "--------")
_PLAIN_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def to_csv(frame: pd.DataFrame) -> bytes:
    """UTF-8 with byte order mark (so that Excel shows Chinese), header row, no index. Lists are joined by commas, dicts are JSON."""
    return safe(frame).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def to_tsv(frame: pd.DataFrame) -> bytes:
    """Tab-separated UTF-8 without byte order mark or index, as Amazon's flat files are."""
    return safe(frame).to_csv(index=False, sep="\t", lineterminator="\r\n").encode("utf-8")


def to_xlsx(sheets: dict[str, pd.DataFrame]) -> bytes:
    """One workbook, a sheet a table. Cells beyond Excel's 32,767 characters are cut and end in "…".
    Raises InputError if a table has more rows than a sheet can hold."""
    for name, frame in sheets.items():
        if len(frame) > _XLSX_ROWS:
            raise InputError("table_too_long_for_xlsx", table=name, rows=len(frame), limit=_XLSX_ROWS)
    book = BytesIO()
    with pd.ExcelWriter(book, engine="xlsxwriter", engine_kwargs={"options": _PLAIN_TEXT}) as writer:
        for name, frame in zip(_sheet_names(list(sheets)), sheets.values(), strict=True):
            _cut(_without_zone(safe(frame))).to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0), inf_rep="∞")
    return book.getvalue()


def to_html(title: str, style: str, inside: str, lang: str) -> str:
    """A page that stands alone. title: as plain text; style: CSS; inside: HTML of the body, already escaped."""
    head = f"<meta charset='utf-8'><title>{escape(title)}</title><style>{style}</style>"
    return f"<!doctype html><html lang='{lang}'><head>{head}</head><body>{inside}</body></html>"


def safe(frame: pd.DataFrame) -> pd.DataFrame:
    """The same table with every text cell and every column name as plain text that no spreadsheet calculates."""
    columns = [column.map(_safe_cell) if _holds_objects(column) else column for _, column in frame.items()]
    plain = pd.concat(columns, axis="columns") if columns else frame
    return plain.set_axis([_safe_text(str(name)) for name in frame.columns], axis="columns")


def _holds_objects(column: pd.Series) -> bool:
    return not (pd.api.types.is_numeric_dtype(column) or pd.api.types.is_datetime64_any_dtype(column))


def _safe_cell(value: object) -> object:
    if isinstance(value, str):
        return _safe_text(value)
    if isinstance(value, dict):
        return json.dumps(value, ensure_ascii=False, default=str)
    if pd.api.types.is_list_like(value):
        return _safe_text(", ".join(str(part) for part in value))
    return value


def _safe_text(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _without_zone(frame: pd.DataFrame) -> pd.DataFrame:
    """Excel knows no time zones: such columns become ISO text, zone and all."""
    zoned = [name for name, kind in frame.dtypes.items() if isinstance(kind, pd.DatetimeTZDtype)]
    return frame.assign(**{name: frame[name].map(lambda at: at.isoformat(), na_action="ignore") for name in zoned})


def _cut(frame: pd.DataFrame) -> pd.DataFrame:
    return frame.map(lambda value: f"{value[: _XLSX_CELL - 1]}…" if isinstance(value, str) and len(value) > _XLSX_CELL else value)


def _sheet_names(names: list[str]) -> list[str]:
    """Names that Excel takes: no reserved signs, at most 31 characters, no two alike."""
    taken: list[str] = []
    for name in names:
        plain = name.translate(_NOT_IN_SHEET_NAME)[:_SHEET_NAME].strip() or "Sheet"
        same = sum(other.lower().startswith(plain[: _SHEET_NAME - 3].lower()) for other in taken)
        taken.append(f"{plain[: _SHEET_NAME - 3]} {same + 1}" if same else plain)
    return taken
