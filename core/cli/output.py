"""An answer on standard output: JSON for programs, CSV for spreadsheets, a table for people."""

import json
import math
import sys
from datetime import date
from decimal import Decimal
from functools import singledispatch

import numpy as np
import pandas as pd
import typer
from rich.console import Console
from rich.table import Table

from core import export, text
from core.cli.root import Asked, Form

_WIDTH_IN_PIPE = 240
_BOM = "\ufeff"
# columns that hold codes, and where their words stand; JSON and CSV keep the codes
_WORDS = {
    "kind": "intake.kind", "status": "table.status", "main_rule": "risk.rule", "rule": "risk.rule", "best_option": "table.option",
    "state": "alerts.state",
}  # fmt: skip


def show(asked: Asked, answer: object, rows: pd.DataFrame) -> None:
    """Write `answer` as JSON, or `rows` (the same as a table) as CSV or table."""
    if asked.form == Form.JSON:
        typer.echo(to_json(answer))
    elif asked.form == Form.CSV:
        typer.echo(export.to_csv(rows).decode("utf-8").removeprefix(_BOM), nl=False)
    else:
        _console().print(_table(rows, asked.language()))


def to_json(answer: object) -> str:
    """Strict JSON: unknown is null, days are ISO text, signs stand as they are."""
    return json.dumps(plain(answer), ensure_ascii=False, allow_nan=False)


def records(frame: pd.DataFrame) -> list[dict]:
    return plain(frame.to_dict("records"))


@singledispatch
def plain(value: object):
    """The value in the types of JSON. Unknown (None, NaN, NaT) and endless numbers become None."""
    return None if value is pd.NaT or value is pd.NA else value


@plain.register
def _(value: dict) -> dict:
    return {str(key): plain(part) for key, part in value.items()}


@plain.register(list)
@plain.register(tuple)
def _(value) -> list:
    return [plain(part) for part in value]


@plain.register
def _(value: np.ndarray) -> list:
    return plain(value.tolist())


@plain.register
def _(value: np.generic):
    return plain(value.item())


@plain.register
def _(value: float) -> float | None:
    return value if math.isfinite(value) else None


@plain.register
def _(value: Decimal) -> float | None:
    return plain(float(value))


@plain.register
def _(value: date) -> str | None:
    return None if pd.isna(value) else value.isoformat()


def _console() -> Console:
    return Console(width=None if sys.stdout.isatty() else _WIDTH_IN_PIPE)


def _table(rows: pd.DataFrame, lang: str) -> Table:
    table = Table(box=None, header_style="bold", pad_edge=False)
    for name, column in rows.items():
        number = pd.api.types.is_numeric_dtype(column)
        table.add_column(_title(str(name), lang), justify="right" if number else "left", overflow="ellipsis", no_wrap=True)
    for row in records(rows):
        table.add_row(*(_cell(_worded(name, value, lang), lang) for name, value in row.items()))
    return table


def _worded(name: str, value: object, lang: str) -> object:
    key = f"{_WORDS.get(name)}.{value}"
    return text.t(key, lang) if text.has(key) else value


def _title(name: str, lang: str) -> str:
    keys = (f"cli.column.{name}", f"table.column.{name}")
    return next((text.t(key, lang) for key in keys if text.has(key)), name)


def _cell(value: object, lang: str) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value))
    if isinstance(value, bool) or not isinstance(value, int | float):
        return "–" if value is None else str(value)
    return text.number(value, lang)
