"""Tables as files a person opens in a spreadsheet: `to_csv`, `to_xlsx`, its charts `Picture`; or hands to Amazon: `to_tsv`; a page to read:
`to_html`.

Promise: no cell becomes a formula, whatever a report contained. Text that a spreadsheet would calculate gets a leading apostrophe;
numbers stay numbers; unknown stays empty, never 0. A CSV says numbers to six decimals (below a tenth: six digits that count), money to
cents.
"""

import json
import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass
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
# Windows refuses them, others some (Microsoft: Naming Files, Paths, and Namespaces)
_NOT_IN_FILE_NAME = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_DECIMALS, _SMALL = 6, 0.1
_COLOURS = ("#155E75", "#9CC3CF", "#B88B00", "#B83A22")
_CHART_WIDE, _CHART_HIGH = 520, 300  # px
_PLAIN_TEXT = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


@dataclass(frozen=True, kw_only=True)
class Picture:
    """A chart that the spreadsheet draws from the cells of a sheet. place: of the sheet; labels, series: places of its columns (from, to)
    and (one each); rows: the first and the last, from 0; names: of the series; form: of the numbers on its axis; alt: for those who do
    not see it."""

    title: str
    place: int
    labels: tuple[int, int]
    series: tuple[int, ...]
    rows: tuple[int, int]
    names: tuple[str, ...]
    form: str
    alt: str


def to_csv(frame: pd.DataFrame, cents: Collection[str] = ()) -> bytes:
    """UTF-8 with byte order mark (so that Excel shows Chinese), header row, no index. Lists are joined by commas, dicts are JSON.
    cents: columns that hold sums of money."""
    return safe(sayable(frame, cents)).to_csv(index=False, lineterminator="\r\n").encode("utf-8-sig")


def sayable(frame: pd.DataFrame, cents: Collection[str] = ()) -> pd.DataFrame:
    """The same table without the digits that only a computer's arithmetic made."""
    columns = [column.round(2) if column.name in cents and _is_float(column) else _short(column) for _, column in frame.items()]
    return pd.concat(columns, axis="columns") if columns else frame


def _short(column: pd.Series) -> pd.Series:
    return column.map(_said) if _is_float(column) or _holds_objects(column) else column


def _is_float(column: pd.Series) -> bool:
    return pd.api.types.is_float_dtype(column)


def _said(value: object) -> object:
    """A number to _DECIMALS, or as many digits that count where it is small; those within lists and dicts alike."""
    if isinstance(value, float):
        return round(value, _DECIMALS) if abs(value) >= _SMALL else float(f"{value:.{_DECIMALS}g}")
    if isinstance(value, dict):
        return {name: _said(part) for name, part in value.items()}
    if pd.api.types.is_list_like(value):
        return [_said(part) for part in value]
    return value


def file_name(*parts: str, ending: str) -> str:
    """What is told, of whom and of when, e.g. shelflife-forecast-US-OF-64-2026-11-22.csv: a name that every computer takes. Empty parts
    are left out."""
    return f"{_NOT_IN_FILE_NAME.sub('-', '-'.join(filter(None, ('shelflife', *parts))))}.{ending}"


def to_tsv(frame: pd.DataFrame) -> bytes:
    """Tab-separated UTF-8 without byte order mark or index, as Amazon's flat files are."""
    return safe(frame).to_csv(index=False, sep="\t", lineterminator="\r\n").encode("utf-8")


def to_xlsx(sheets: dict[str, pd.DataFrame], pictures: Sequence[Picture] = (), gallery: str = "") -> bytes:
    """One workbook, a sheet a table; pictures stand on a sheet of their own (gallery), the first. Cells beyond Excel's 32,767 characters
    are cut and end in "…".
    Raises InputError if a table has more rows than a sheet can hold."""
    for name, frame in sheets.items():
        if len(frame) > _XLSX_ROWS:
            raise InputError("table_too_long_for_xlsx", table=name, rows=len(frame), limit=_XLSX_ROWS)
    book = BytesIO()
    with pd.ExcelWriter(book, engine="xlsxwriter", engine_kwargs={"options": _PLAIN_TEXT}) as writer:
        names = _sheet_names([*sheets, gallery])
        if pictures:
            _hang(writer.book, writer.book.add_worksheet(names[-1]), names, pictures)
        for name, frame in zip(names, sheets.values(), strict=False):
            _cut(_without_zone(safe(frame))).to_excel(writer, sheet_name=name, index=False, freeze_panes=(1, 0), inf_rep="∞")
    return book.getvalue()


def _hang(book, sheet, names: Sequence[str], pictures: Sequence[Picture]) -> None:
    """Two beside each other. book, sheet: of XlsxWriter; names: of the sheets by place."""
    sheet.hide_gridlines(2)
    for number, one in enumerate(pictures):
        chart, (first, last) = book.add_chart({"type": "column"}), (row + 1 for row in one.rows)
        for name, column, colour in zip(one.names, one.series, _COLOURS, strict=False):
            chart.add_series({
                "name": name, "categories": [names[one.place], first, one.labels[0], last, one.labels[1]],
                "values": [names[one.place], first, column, last, column], "fill": {"color": colour}, "gap": 60,
            })  # fmt: skip
        chart.set_title({"name": one.title, "name_font": {"size": 12}, "overlay": False})
        chart.set_legend({"position": "bottom"} if len(one.names) > 1 else {"none": True})
        chart.set_x_axis({"num_format": "yyyy-mm"})
        chart.set_y_axis({"num_format": one.form, "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#D5DCE2"}}})
        chart.set_size({"width": _CHART_WIDE, "height": _CHART_HIGH})
        where = {"x_offset": 12 + number % 2 * (_CHART_WIDE + 16), "y_offset": 12 + number // 2 * (_CHART_HIGH + 16)}
        sheet.insert_chart(0, 0, chart, where | {"description": one.alt})


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
