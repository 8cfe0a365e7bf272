"""Rows of one schedule that claim the same item on the same day, and holes between the bands of rows that belong together.

Rows belong together when all their words (size tier, season, category …) and their days are the same. Bands are compared in the ticks of
core/fees/grid.py, so that 0-1 and 1-2 lb, or 181-210 and 211-240 days, meet without a hole.
"""

from collections.abc import Iterator
from itertools import combinations, pairwise

import numpy as np
import pandas as pd

from core.errors import InputError
from core.fees.grid import AGE, PRICE, RATIO, SUPPLY, WEIGHT, Band
from core.fees.referral import PRICE as REFERRAL_PRICE

_BANDS = (PRICE, WEIGHT, AGE, SUPPLY, RATIO)
_NO_KEYS = {
    *("effective_from", "effective_to", "unit", "currency", "source", "confidence", "checked_on", "note", "line"),
    *("weight_unit", "step_rounding", "mode", "exempt"),
}
NUMBERS = {
    *("amount", "rate", "min_fee", "cap", "step_amount", "step_size", "step_from", "min_per_unit", "tier_no"),
    *(f"{band.name}_{end}" for band in _BANDS for end in ("min", "max")),
}
_OPEN = {"effective_from": "0001-01-01", "effective_to": "9999-12-31"}


def conflicts(rows: pd.DataFrame, fee: str) -> list[InputError]:
    """Every pair of rows that overlaps (schedule_rows_overlap) and every hole (schedule_hole), by the lines of the file."""
    bands = [_band(name, fee) for name in ("price", "weight", "age_days", "days_of_supply", "ratio_weeks") if f"{name}_min" in rows]
    limits = [_days(rows), *(band.limits(_numbers(rows, band)) for band in bands)]
    return [*_overlaps(rows, limits), *_holes(rows, bands, limits)]


def _band(name: str, fee: str) -> Band:
    return REFERRAL_PRICE if fee == "referral" and name == "price" else next(band for band in _BANDS if band.name == name)


def _numbers(rows: pd.DataFrame, band: Band) -> pd.DataFrame:
    return rows[[f"{band.name}_min", f"{band.name}_max"]].apply(pd.to_numeric)


def _days(rows: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """First day and the day after the last, as numbers."""
    first, last = (rows[name].replace("", end).to_numpy(str).astype("datetime64[D]").astype(np.int64) for name, end in _OPEN.items())
    return first, last + 1


def _keys(rows: pd.DataFrame) -> list[str]:
    return [name for name in rows if name not in _NO_KEYS and name not in NUMBERS]


def _groups(rows: pd.DataFrame, more: list[np.ndarray] | None = None) -> Iterator[np.ndarray]:
    """Positions of the rows with the same words (and the same `more`)."""
    frame = rows[_keys(rows)].assign(**{f"#{i}": column for i, column in enumerate(more or [])}, **{"#": 0})
    return iter(frame.reset_index(drop=True).groupby(list(frame.columns), sort=False).indices.values())


def _overlaps(rows: pd.DataFrame, limits: list) -> list[InputError]:
    lines = rows["line"].to_numpy()
    return [
        InputError("schedule_rows_overlap", row=int(lines[other]), other=int(lines[one]))
        for group in _groups(rows)
        for one, other in combinations(group, 2)
        if all(low[one] < high[other] and low[other] < high[one] for low, high in limits)
    ]


def _holes(rows: pd.DataFrame, bands: list[Band], limits: list) -> list[InputError]:
    found = []
    for place, band in enumerate(bands, 1):
        low, high = limits[place]
        same = [end for i, pair in enumerate(limits) if i != place for end in pair]
        for group in _groups(rows, same):
            ordered = group[np.argsort(low[group], kind="stable")]
            found += [_hole(rows, band, before, after) for before, after in pairwise(ordered) if high[before] < low[after]]
    return found


def _hole(rows: pd.DataFrame, band: Band, before: int, after: int) -> InputError:
    return InputError(
        "schedule_hole",
        row=int(rows["line"].iloc[after]),
        column=f"{band.name}_min",
        other=int(rows["line"].iloc[before]),
        end=rows[f"{band.name}_max"].iloc[before],
        start=rows[f"{band.name}_min"].iloc[after],
    )
