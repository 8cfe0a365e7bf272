"""A tidy file of demand (csv or parquet: sku, week, units, optionally price, category, marketplace) as a panel.

Promise: a value that is no day, number or SKU refuses the file; what is read otherwise than it stands there is told in a note.
"""

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
from pyarrow import ArrowInvalid

from core.errors import InputError
from core.forecast.panel import KEY, Panel, of_weeks

_PARQUET = {".parquet", ".pq"}
_NAMES = {"sku": str, "marketplace": str, "category": str}
_FIRST_ROW = 2  # under the header


@dataclass(frozen=True, kw_only=True)
class Note:
    """code: a sentence of `forecast.tidy.`; rows: how many; row, sku, value: the first of them, as it stands in the file."""

    code: str
    rows: int
    row: int
    sku: str
    value: str


def read(path: Path) -> tuple[Panel, list[Note]]:
    """Raises InputError: no such file, not a table, a column missing, no rows, a value that is no day, number or SKU."""
    if not path.is_file():
        raise InputError("file_missing", path=str(path))
    try:
        frame = pd.read_parquet(path) if path.suffix.lower() in _PARQUET else pd.read_csv(path, dtype=_NAMES, encoding="utf-8-sig")
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError, ArrowInvalid) as error:
        raise InputError("demand_unreadable", path=str(path), detail=str(error)) from error
    frame = frame.rename(columns=lambda name: str(name).strip().lower()).reset_index(drop=True)
    if missing := [name for name in ("sku", "week", "units") if name not in frame.columns]:
        raise InputError("demand_columns", missing=", ".join(missing), found=", ".join(map(str, frame.columns)))
    if frame.empty:
        raise InputError("demand_no_rows", path=str(path))
    table = _parsed(frame)
    return of_weeks(table.assign(week=_monday(table["week"]), units=table["units"].clip(lower=0))), _notes(frame, table)


def _parsed(frame: pd.DataFrame) -> pd.DataFrame:
    table = pd.DataFrame(
        {
            "marketplace": frame["marketplace"].fillna("").astype(str) if "marketplace" in frame else "",
            "sku": frame["sku"].astype(str).str.strip().where(frame["sku"].notna(), ""),
            "week": pd.to_datetime(frame["week"], errors="coerce").dt.normalize(),
            "units": pd.to_numeric(frame["units"], errors="coerce").astype(float),
            "price": pd.to_numeric(frame.get("price"), errors="coerce"),
            "category": frame.get("category"),
        }
    )
    for name, bad in (("sku", table["sku"] == ""), ("week", table["week"].isna()), ("units", ~np.isfinite(table["units"]))):
        if bad.any():
            row = int(np.argmax(bad))
            raise InputError("demand_value", column=name, value=_as_written(frame[name][row]), row=row + _FIRST_ROW)
    return table


def _monday(day: pd.Series) -> pd.Series:
    return day - pd.to_timedelta(day.dt.day_of_week, unit="D")


def _notes(frame: pd.DataFrame, table: pd.DataFrame) -> list[Note]:
    price = frame.get("price", pd.Series(np.nan, index=frame.index))
    found = {
        "other_day": ("week", table["week"].dt.day_of_week > 0),
        "repeated": ("week", table.duplicated([*KEY, "week"])),
        "negative": ("units", table["units"] < 0),
        "no_price": ("price", price.notna() & table["price"].isna()),
    }
    return [_note(code, frame[name], table["sku"], rows) for code, (name, rows) in found.items() if rows.any()]


def _note(code: str, written: pd.Series, sku: pd.Series, rows: pd.Series) -> Note:
    row = int(np.argmax(rows))
    return Note(code=code, rows=int(rows.sum()), row=row + _FIRST_ROW, sku=sku[row], value=_as_written(written[row]))


def _as_written(value: object) -> str:
    """A day without a time of day, a whole number without a point, nothing as nothing."""
    return "" if pd.isna(value) else str(value).removesuffix(" 00:00:00").removesuffix(".0")
