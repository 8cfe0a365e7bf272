"""Which row of a schedule applies: exact keys x intervals, as one dense table, so that a lookup is a search and a fetch.

Promise: two rows of one layer never claim the same cell (InputError `schedule_overlap`); a later layer (peak season, a seller's
override, a draft) covers the cells of an earlier one. No row there: -1.
A value that is not known finds the row that every possible value would find, if there is just one (a tier with one weight band).
Every interval is half-open in whole ticks: days, cents, millionths of a pound or kilogram.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.errors import InputError

FAR = 2**62
UNKNOWN = -FAR  # tick of an unknown value
ALL = "all"  # key value that stands for every value


@dataclass(frozen=True)
class Band:
    """How a pair of columns bounds a value: ticks a unit, and which ends belong to the band."""

    name: str
    scale: int = 1
    low_open: bool = False
    high_closed: bool = True
    complete: bool = True  # the bands of a key hold every value that an item of that key can have

    def ticks(self, values: np.ndarray) -> np.ndarray:
        """Values in whole ticks; whole days are cut, finer units rounded; NaN becomes UNKNOWN."""
        half = 0.5 if self.scale > 1 else 0.0
        known = np.isfinite(values)
        cut = np.floor(np.where(known, values, 0.0) * self.scale + half).astype(np.int64)
        return np.where(known, cut, np.where(values > 0, FAR - 1, UNKNOWN))

    def limits(self, rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
        """Low (included) and high (excluded) tick of each row; blank is open, and a low of 0 is open too."""
        low, high = (rows[f"{self.name}_{end}"].to_numpy(float) for end in ("min", "max"))
        low_tick = np.where(np.nan_to_num(low) == 0, 1 - FAR, self.ticks(np.nan_to_num(low)) + self.low_open)
        high_tick = np.where(np.isnan(high), FAR, self.ticks(np.nan_to_num(high)) + self.high_closed)
        return low_tick, high_tick


PRICE = Band("price", 100, complete=False)
WEIGHT = Band("weight", 10**6, low_open=True)
AGE = Band("age_days")
SUPPLY = Band("days_of_supply", 10**6, high_closed=False)
RATIO = Band("ratio_weeks", 10**6, high_closed=False)


@dataclass(frozen=True)
class Words:
    """A column of texts: codes into values, -1 for none."""

    codes: np.ndarray
    values: tuple[str, ...]

    def recode(self, index: Mapping[str, int]) -> np.ndarray:
        """Codes into another list of values, -1 where it has none."""
        return np.array([*(index.get(value, -1) for value in self.values), -1])[self.codes]

    def texts(self) -> np.ndarray:
        """The text of each item, None for none."""
        return np.array([*self.values, None], object)[self.codes]


class Grid:
    """rows: one schedule file's rows (days as whole numbers in from_day, to_day), painted in the order given; rank: layer of each row."""

    def __init__(self, rows: pd.DataFrame, keys: Sequence[str], bands: Sequence[Band], rank: np.ndarray):
        self.keys = {key: {value: i for i, value in enumerate(v for v in rows[key].unique() if v != ALL)} for key in keys}
        self.bands = tuple(bands)
        limits = [(rows["from_day"].to_numpy(), rows["to_day"].to_numpy() + 1), *(band.limits(rows) for band in bands)]
        self._edges = [np.unique(np.concatenate(pair)) for pair in limits]
        self._cells = self._paint(rows, rank, limits)

    def _paint(self, rows, rank, limits) -> np.ndarray:
        shape = [max(len(index), 1) for index in self.keys.values()] + [len(edges) + 2 for edges in self._edges]
        cells = np.full(shape, -1, np.int32)
        owner = np.full(shape, -1, np.int32)
        spans = [[np.searchsorted(edges, end, "right") for end in pair] for edges, pair in zip(self._edges, limits, strict=True)]
        for row in np.argsort(rank, kind="stable"):
            where = self._where(rows, row, spans)
            if (owner[where] == rank[row]).any():
                raise InputError("schedule_overlap", row=rows.iloc[row].dropna().to_dict())
            cells[where], owner[where] = row, rank[row]
        for axis, band in enumerate(self.bands if len(rows) else (), len(self.keys) + 1):
            self._undecided(cells, axis, band)
        return cells

    def _undecided(self, cells: np.ndarray, axis: int, band: Band) -> None:
        """Fill the last cell of an axis, for unknown values, with the row on which all others agree; else -1."""
        edges, along = self._edges[axis - len(self.keys)], np.moveaxis(cells, axis, 0)
        if not len(edges):
            return
        possible = along[int(edges[0] == 1 - FAR) : len(edges) + int(edges[-1] != FAR)]
        least = np.where(possible < 0, np.iinfo(np.int32).max, possible).min(axis=0) if band.complete else possible.min(axis=0)
        along[-1] = np.where(least == possible.max(axis=0), least, -1)

    def _where(self, rows, row, spans):
        keys = [self.keys[key].get(rows[key].iloc[row], slice(None)) for key in self.keys]
        return (*keys, *(slice(low[row], high[row]) for low, high in spans))

    def find(self, day: np.ndarray, *values: Words | np.ndarray) -> np.ndarray:
        """Row of each item (-1: none). day: ticks; values: Words for each key, then numbers for each band, in the order of the grid."""
        words, numbers = values[: len(self.keys)], values[len(self.keys) :]
        codes = [word.recode(index) if index else np.zeros(1, int) for word, index in zip(words, self.keys.values(), strict=True)]
        ticks = [day, *(band.ticks(number) for band, number in zip(self.bands, numbers, strict=True))]
        spots = [_spot(edges, tick) for edges, tick in zip(self._edges, ticks, strict=True)]
        row = self._cells[tuple(np.broadcast_arrays(*codes, *spots))]
        known = np.logical_and.reduce(np.broadcast_arrays(*(code >= 0 for code in codes), spots[0] <= len(self._edges[0])))
        return np.where(known, row, -1)


def _spot(edges: np.ndarray, tick: np.ndarray) -> np.ndarray:
    return np.where(tick == UNKNOWN, len(edges) + 1, np.searchsorted(edges, tick, "right"))
