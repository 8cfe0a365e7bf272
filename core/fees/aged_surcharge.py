"""Aged inventory surcharge: what a unit pays on the snapshot of a 15th, on top of storage, once it is old enough.

Formula: volume x rate of the age band; from 366 days the greater of that and the minimum per unit. Age in whole days on the snapshot,
first in first out over the whole network: of n units left, the n youngest. An order to remove, dispose or liquidate placed before
the 15th avoids it. Apparel, shoes, bags, jewelry and watches pay nothing at 181 to 270 days in the US.
Data: data/fees/<marketplace>/aged_surcharge.csv. Example: 4 units of 0.5 ft3, 271 days, March 2026: 2 x 5.45 = 10.90.
"""

from datetime import date

import numpy as np
import pandas as pd

from core.fees import categories
from core.fees.charge import Charge, Sum, answer
from core.fees.grid import AGE
from core.fees.items import Item, Lot, lots
from core.fees.schedule import SHIPPED, RateBook
from core.fees.storage import per_ft3

SNAPSHOT_DAY = 15
EXEMPT_KINDS = ("apparel", "shoes", "bags", "jewelry", "watches")


def aged_surcharge(items: Item, on: object = None, *, book: RateBook | None = None) -> pd.DataFrame | Charge:
    """Surcharge of one unit at the snapshot on `on` (a 15th; see `next_snapshot`), 0 while it is younger than the first band.

    Reads age_days (on that day), unit_ft3 (or the sides), surcharge_exempt (yes/no; left out: from category).
    Parts: by_volume, minimum.
    """
    return answer("aged_surcharge", items, on, book, _aged_surcharge)


def _aged_surcharge(lot: Lot) -> Sum:
    table, age, volume = lot.table("aged_surcharge"), np.floor(lot.number("age_days")), lot.volume_ft3()
    first = table.rows["age_days_min"].min()
    row = table.grid(bands=(AGE,)).find(lot.day, np.maximum(age, first))
    by_volume = volume * per_ft3(table)[row]
    least = np.where(_has_minimum(lot, table, row), table.number("min_per_unit")[row], 0.0)
    free = (age < first) | (_exempt(lot) & (table.text("exempt")[row] != ""))
    return Sum(
        charge=np.where(row < 0, np.nan, np.where(free, 0.0, np.maximum(by_volume, least))),
        rates={"aged_surcharge": (table, row)},
        why=(("age_unknown", np.isnan(age)), ("volume_unknown", np.isnan(volume))),
        parts={"by_volume": by_volume, "minimum": least},
        numbers={"age_days": age, "unit_ft3": volume, "rate": table.number("amount")[row], "min_per_unit": least},
    )


def _exempt(lot: Lot) -> np.ndarray:
    said = lot.flag("surcharge_exempt")
    return np.where(np.isnan(said), categories.is_kind(lot, *EXEMPT_KINDS), said == 1)


def _has_minimum(lot: Lot, table, row) -> np.ndarray:
    """Whether the row's minimum binds for the item: Japan's is for media only."""
    given = np.isfinite(table.number("min_per_unit")[row])
    return given & ((table.text("min_for")[row] == "") | categories.is_kind(lot, "media"))


def age_band(items: pd.DataFrame, on: object = None, *, book: RateBook | None = None) -> pd.Series:
    """The band of each item on a day as its rates draw it ("181-210", "456+"), by age_days; None below the first one or without rates."""
    found = pd.Series(None, index=items.index, dtype=object)
    for lot in lots(items, on, book or SHIPPED):
        if (table := lot.table("aged_surcharge")) is not None:
            row = table.grid(bands=(AGE,)).find(lot.day, np.floor(lot.number("age_days")))
            names = table.once("age_bands", lambda table=table: np.array([*map(_band_name, table.rows.itertuples()), None], object))
            found.iloc[slice(None) if lot.where is None else lot.where] = names[row]
    return found


def _band_name(row) -> str:
    return f"{row.age_days_min:.0f}-{row.age_days_max:.0f}" if np.isfinite(row.age_days_max) else f"{row.age_days_min:.0f}+"


def next_snapshot(day: date) -> date:
    """The first snapshot on or after a day."""
    if day.day <= SNAPSHOT_DAY:
        return day.replace(day=SNAPSHOT_DAY)
    return date(day.year + day.month // 12, day.month % 12 + 1, SNAPSHOT_DAY)
