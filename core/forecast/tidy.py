"""A tidy file of demand (csv or parquet: sku, week, units, optionally price, category, marketplace) as a panel."""

from pathlib import Path

import pandas as pd
from pyarrow import ArrowInvalid

from core.errors import InputError
from core.forecast.panel import Panel, from_tidy

_PARQUET = {".parquet", ".pq"}
_NAMES = {"sku": str, "marketplace": str, "category": str}


def read(path: Path) -> Panel:
    """Raises InputError: no such file, not a table, a column missing, a value that is no day or number."""
    if not path.is_file():
        raise InputError("file_missing", path=str(path))
    try:
        frame = pd.read_parquet(path) if path.suffix.lower() in _PARQUET else pd.read_csv(path, dtype=_NAMES, encoding="utf-8-sig")
    except (pd.errors.ParserError, pd.errors.EmptyDataError, UnicodeDecodeError, ArrowInvalid) as error:
        raise InputError("demand_unreadable", path=str(path), detail=str(error)) from error
    return from_tidy(frame.rename(columns=lambda name: str(name).strip().lower()))
