"""Writes tables as Amazon writes its reports: header variants of data/reports/headers.json, delimiter, quoting, encoding, gzip.

Promise: the same table gives the same bytes (gzip without a time); a column that is not in the header is an error, never dropped.
"""

import csv
import gzip
import io
import json
from pathlib import Path

import pandas as pd

FOLDER = Path(__file__).parent / "files"
_HEADERS = Path(__file__).parents[1] / "reports" / "headers.json"


def columns_of(kind: str, variant: str) -> list[str]:
    """The header row of a report."""
    return json.loads(_HEADERS.read_text(encoding="utf-8"))[kind][variant]


def laid_out(table: pd.DataFrame, columns: list[str]) -> pd.DataFrame:
    """The table in the report's columns; those that we do not fill are blank. Raises KeyError for one the report has not."""
    unknown = [name for name in table.columns if name not in columns]
    if unknown:
        raise KeyError(f"not in the header: {unknown}")
    return table.reindex(columns=columns)


def write(
    name: str, table: pd.DataFrame, *, delimiter: str = "\t", quoted: bool = False, encoding: str = "utf-8", crlf: bool = False
) -> Path:
    """One report. Blank = missing. A name that ends in .gz is packed."""
    text = io.StringIO()
    quoting = csv.QUOTE_ALL if quoted else csv.QUOTE_MINIMAL
    table.to_csv(text, sep=delimiter, index=False, quoting=quoting, lineterminator="\r\n" if crlf else "\n", na_rep="")
    return _store(name, text.getvalue().encode(encoding))


def _store(name: str, content: bytes) -> Path:
    path = FOLDER / name
    path.write_bytes(gzip.compress(content, 9, mtime=0) if name.endswith(".gz") else content)
    return path
