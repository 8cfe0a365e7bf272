"""Finds the rates in force on a day: loads data/fees/<marketplace>/<fee>.csv, and lays a seller's own schedules over them.

A schedule is never edited: a change is a new schedule with its own effective_from. Blank effective_from: the start is not known
(the note says so); blank effective_to: still in force. Columns of every file: effective_from, effective_to, the keys and bands of
the fee, amount (money, or a share from 0 to 1), unit, currency, source, confidence, checked_on, note.
Units: weights as in `weight_unit` (oz are read as pounds), days as whole numbers since 1970-01-01.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import cached_property
from hashlib import sha256
from pathlib import Path

import numpy as np
import pandas as pd

from core.errors import InputError
from core.fees.grid import Band, Grid

DATA = Path(__file__).parents[2] / "data" / "fees"
CONFIDENCE = ("official", "several", "one", "unverified")
CURRENCY = {"US": "USD", "UK": "GBP", "DE": "EUR", "CA": "CAD", "JP": "JPY"}
REQUIRED = ("effective_from", "effective_to", "unit", "currency", "source", "confidence", "checked_on", "note")
_DAY_ENDS = {"effective_from": -(10**6), "effective_to": 10**6}
_YEARS_AROUND = 10
_NUMBERS = (
    "amount", "rate", "min_fee", "cap", "price_min", "price_max", "weight_min", "weight_max", "step_amount", "step_size", "step_from",
    "days_of_supply_min", "days_of_supply_max", "ratio_weeks_min", "ratio_weeks_max", "age_days_min", "age_days_max", "min_per_unit",
    "longest_max", "median_max", "shortest_max", "length_plus_girth_max", "unit_weight_max", "shipping_weight_max", "dim_weight_max",
    "dim_divisor", "dim_floor", "tier_no",
)  # fmt: skip


class Table:
    """The rows of one fee in one marketplace as arrays; index -1 is the missing row (NaN, "")."""

    def __init__(self, rows: pd.DataFrame):
        self.rows = rows
        self._known = {}

    def number(self, column: str) -> np.ndarray:
        """One number a row, NaN for blank and for the missing row."""
        return self.once(("number", column), lambda: np.append(self.rows[column].to_numpy(float), np.nan))

    def text(self, column: str) -> np.ndarray:
        """One text a row, "" for blank and for the missing row."""
        return self.once(("text", column), lambda: np.append(self.rows[column].to_numpy(object), ""))

    @cached_property
    def confidence(self) -> np.ndarray:
        """Rank of each row's confidence (0 = official); -1 for the missing row."""
        return np.append(self.rows["confidence"].map(CONFIDENCE.index).to_numpy(np.int64), -1)

    @cached_property
    def source_codes(self) -> tuple[np.ndarray, list[str]]:
        """Code of each row's source into the list of sources; -1 for the missing row."""
        codes, names = pd.factorize(self.rows["source"])
        return np.append(codes, -1), list(names)

    @cached_property
    def effective_from(self) -> np.ndarray:
        """First day of each row, NaT where it is not known."""
        days = self.rows["from_day"].to_numpy()
        return np.append(np.where(days > _DAY_ENDS["effective_from"], days, np.iinfo(np.int64).min), np.iinfo(np.int64).min).astype(
            "datetime64[D]"
        )

    def grid(self, keys: Sequence[str] = (), bands: Sequence[Band] = (), **where: str) -> "Part":
        """The lookup over the rows whose columns have the values `where`; row numbers are those of this table."""
        return self.once((tuple(keys), tuple(bands), tuple(where.items())), lambda: self._build(keys, bands, where))

    def once(self, key: object, build: Callable[[], object]) -> object:
        """What `build` gives, worked out the first time and remembered with the table."""
        if key not in self._known:
            self._known[key] = build()
        return self._known[key]

    def _build(self, keys, bands, where) -> "Part":
        chosen = np.logical_and.reduce([self.rows[column] == value for column, value in where.items()] or [np.ones(len(self.rows), bool)])
        rows = self.rows[chosen]
        peak = rows["season"].eq("peak") if "season" in rows else False
        return Part(Grid(rows.reset_index(drop=True), keys, bands, (2 * rows["layer"] + peak).to_numpy()), np.flatnonzero(chosen))


class Part:
    """A grid over some rows of a table, answering with the row numbers of the table."""

    def __init__(self, grid: Grid, numbers: np.ndarray):
        self._grid, self._numbers = grid, np.append(numbers, -1)
        self.keys = grid.keys

    def find(self, day, *values) -> np.ndarray:
        return self._numbers[self._grid.find(day, *values)]


class RateBook:
    """All schedules: those that ship with the product, under those that a caller lays over them; all days, or one day's for ever.
    Immutable; remembers what it has read. Two books of the same contents are equal, so that a book can be part of a cache key."""

    def __init__(self, own: Mapping[tuple[str, str], tuple[pd.DataFrame, ...]] | None = None, folder: Path = DATA, day: date | None = None):
        self._own = dict(own or {})
        self._folder = folder
        self._day = day
        self._tables = {}

    def with_schedule(self, fee: str, marketplace: str, rows: pd.DataFrame) -> "RateBook":
        """A new book in which `rows` (same columns as data/fees/<marketplace>/<fee>.csv, as text or typed) beat what was there."""
        missing = [column for column in REQUIRED if column not in rows]
        if missing:
            raise InputError("schedule_columns", fee=fee, missing=", ".join(missing))
        key = (fee, marketplace)
        return RateBook({**self._own, key: (*self._own.get(key, ()), rows)}, self._folder, self._day)

    def as_on(self, day: date) -> "RateBook":
        """A new book in which the rates in force on `day` hold on every day, before and after: another day's schedule, frozen.
        Seasons go on: storage's by its `season`; peak rows (those of that day, else of the next, else of the last peak, no further off
        than a year) come back every year, ten years around."""
        return RateBook(self._own, self._folder, day)

    def table(self, fee: str, marketplace: str) -> Table | None:
        """The rates of a fee; None when no schedule of that marketplace is known (as_on: or none was in force on that day)."""
        key = (fee, marketplace)
        if key not in self._tables:
            self._tables[key] = self._read(key)
        return self._tables[key]

    @cached_property
    def digest(self) -> str:
        """What tells this book from others: its own schedules, its folder, its day."""
        own = [(*key, rows.to_csv(index=False)) for key, layers in sorted(self._own.items()) for rows in layers]
        return sha256(repr((own, str(self._folder), self._day)).encode()).hexdigest()

    def __eq__(self, other: object) -> bool:
        return isinstance(other, RateBook) and self.digest == other.digest

    def __hash__(self) -> int:
        return hash(self.digest)

    def __deepcopy__(self, memo: dict) -> "RateBook":
        return self

    def __reduce__(self) -> tuple:
        return RateBook, (self._own, self._folder, self._day)

    def _read(self, key) -> Table | None:
        fee, marketplace = key
        path = self._folder / marketplace.lower() / f"{fee}.csv"
        shipped = [pd.read_csv(path, dtype=str, keep_default_na=False)] if path.exists() else []
        layers = [*shipped, *self._own.get(key, ())]
        if not layers:
            return None
        rows = pd.concat([_typed(rows).assign(layer=i + (not shipped)) for i, rows in enumerate(layers)], ignore_index=True)
        rows = rows if self._day is None else _frozen(rows, self._day)
        return Table(rows) if len(rows) else None


def _frozen(rows: pd.DataFrame, day: date) -> pd.DataFrame:
    """The rows in force on a day without beginning and end, and its peak rows every year."""
    number = (day - date(1970, 1, 1)).days
    peak = rows["season"].eq("peak") if "season" in rows else pd.Series(False, index=rows.index)
    held = rows[~peak & (rows["from_day"] <= number) & (rows["to_day"] >= number)]
    endless = held.assign(from_day=_DAY_ENDS["effective_from"], to_day=_DAY_ENDS["effective_to"])
    return pd.concat([endless, *_every_year(rows[peak], number)], ignore_index=True)


def _every_year(peak: pd.DataFrame, day: int) -> list[pd.DataFrame]:
    """The rows of the peak that belongs to a day, of each layer, moved to every year around."""
    near = [_nearest(rows, day) for _, rows in peak.groupby("layer")]
    return [_moved(rows, years) for rows in near for years in range(-_YEARS_AROUND, _YEARS_AROUND + 1)]


def _nearest(peak: pd.DataFrame, day: int) -> pd.DataFrame:
    """The rows of the peak that runs on a day, else of the first after it, else of the last before it; none further off than a year."""
    ahead = peak[(peak["to_day"] >= day) & (peak["from_day"] <= day + 365)]
    if len(ahead):
        return ahead[ahead["from_day"] == ahead["from_day"].min()]
    past = peak[(peak["to_day"] < day) & (peak["to_day"] >= day - 365)]
    return past[past["to_day"] == past["to_day"].max()]


def _moved(rows: pd.DataFrame, years: int) -> pd.DataFrame:
    days = {name: pd.to_datetime(rows[name], unit="D") + pd.DateOffset(years=years) for name in ("from_day", "to_day")}
    return rows.assign(**{name: moved.to_numpy("datetime64[D]").astype(np.int64) for name, moved in days.items()})


def _typed(rows: pd.DataFrame) -> pd.DataFrame:
    """Text stripped, numbers as floats, days as whole numbers in columns of their own. Cell by cell: a page's first rates wait for it."""
    typed = {name: pd.Series(_stripped(cells), rows.index, object) for name, cells in rows.items()}
    for name in typed.keys() & set(_NUMBERS):
        typed[name] = [float(cell) if cell else np.nan for cell in typed[name]]
    for name, end in _DAY_ENDS.items():
        days = pd.to_datetime(typed[name].replace("", None)).to_numpy("datetime64[D]")
        typed[{"effective_from": "from_day", "effective_to": "to_day"}[name]] = np.where(np.isnat(days), end, days.astype(np.int64))
    return _pounds(pd.DataFrame(typed, rows.index))


def _stripped(cells: pd.Series) -> list[str]:
    return [str(cell).strip() if there else "" for cell, there in zip(cells, cells.notna(), strict=True)]


def _pounds(rows: pd.DataFrame) -> pd.DataFrame:
    ounces = rows["weight_unit"].eq("oz") if "weight_unit" in rows else pd.Series(False, index=rows.index)
    for column in rows.columns.intersection(["weight_min", "weight_max"]):
        rows[column] = rows[column].where(~ounces, rows[column] / 16)
    return rows.assign(weight_unit=rows["weight_unit"].where(~ounces, "lb")) if ounces.any() else rows


SHIPPED = RateBook()
