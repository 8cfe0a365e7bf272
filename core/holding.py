"""What keeping the stock costs: storage of the next month, surcharge at the next 15ths, under the depletion that is expected.

Units left on a day = on hand − what the forecast expects to be sold by then, never below 0 (core/forecast/path.py); Amazon takes the oldest
first, so the units left are the youngest. Rates are the table's, moved by what Amazon itself charged the SKU (core/own_charges/).
Promise: unknown dimensions, ages or rates give NaN and a reason; no charge is ever guessed as 0.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from core.fees.aged_surcharge import aged_surcharge
from core.fees.schedule import SHIPPED, RateBook
from core.fees.storage import storage
from core.forecast.path import average_left, paths_of, sold_by
from core.own_charges import FACTORS, as_charged

KEY = ["marketplace", "sku"]


def next_charge_days(as_of: date, horizon_days: int) -> list[date]:
    """The surcharge snapshot days (15ths) after `as_of`, within the horizon; at least the next one."""
    first = _fifteenth(as_of if as_of.day < 15 else _month_after(as_of))
    days = [first]
    while (later := _fifteenth(_month_after(days[-1]))) <= as_of + timedelta(days=horizon_days):
        days.append(later)
    return days


def _month_after(day: date) -> date:
    return (day.replace(day=1) + timedelta(days=32)).replace(day=1)


def _fifteenth(day: date) -> date:
    return day.replace(day=15)


def storage_next_month(position: pd.DataFrame, as_of: date, book: RateBook = SHIPPED) -> pd.DataFrame:
    """Columns storage_month (money in the coming calendar month), storage_reason; rows as `position`."""
    start = _month_after(as_of)
    length = (_month_after(start) - start).days
    rate = storage(position, start, book=book)
    units = average_left(position["on_hand"].to_numpy(float), paths_of(position), (start - as_of).days, length)
    each = as_charged("storage", rate["charge"], position)
    return pd.DataFrame({"storage_month": units * each, "storage_reason": rate["reason"].astype(object)}, index=position.index)


def survivors(cohorts: pd.DataFrame, sold: np.ndarray) -> np.ndarray:
    """Units of each cohort still here, the oldest sold first.
    cohorts: marketplace, sku, age_days, units; rows in any order. sold: for each row, how many units of its SKU are sold."""
    young_first = cohorts.assign(sold=sold).sort_values([*KEY, "age_days"], kind="stable")
    groups = young_first.groupby(KEY, sort=False)["units"]
    left = groups.transform("sum") - young_first["sold"]
    younger = groups.cumsum() - young_first["units"]
    kept = np.clip(left - younger, 0, young_first["units"])
    return kept.reindex(cohorts.index).to_numpy()


def surcharges(position: pd.DataFrame, cohorts: pd.DataFrame, as_of: date, horizon_days: int, book: RateBook = SHIPPED) -> pd.DataFrame:
    """Columns surcharge_next, surcharge_on, surcharge_reason (at the next 15th), surcharge_60d_units, surcharge_60d
    (units that cross into a dearer age band inside the horizon, and what they are charged there); rows as `position`."""
    days = next_charge_days(as_of, horizon_days)
    table, path = cohort_table(position, cohorts), paths_of(position)
    now = _per_unit(table, 0, as_of, book)
    charged = [_snapshot(table, sold_by(path, (day - as_of).days), now, day, as_of, book) for day in days]
    sums = pd.DataFrame({
        "surcharge_next": charged[0]["charge"],
        "surcharge_60d": sum(snapshot["crossing_charge"] for snapshot in charged),
        "surcharge_60d_units": np.max([snapshot["crossing_units"] for snapshot in charged], axis=0),  # also those sold later
        **{key: table[key] for key in KEY},
    }).groupby(KEY, sort=False).sum(skipna=False).reset_index()  # fmt: skip
    merged = position[KEY].merge(sums, on=KEY, how="left").set_index(position.index)
    merged["surcharge_on"] = days[0]
    merged["surcharge_reason"] = _reasons(position, merged["surcharge_next"])
    return merged.drop(columns=KEY)


def cohort_table(position: pd.DataFrame, cohorts: pd.DataFrame) -> pd.DataFrame:
    """`cohorts` with what the surcharge asks of their SKU, and `place`: its row in `position`."""
    told = [name for name in ("category", "unit_ft3", "size_tier", FACTORS["aged_surcharge"]) if name in position]
    facts = position[[*KEY, *told]].assign(place=np.arange(len(position)))
    return cohorts.merge(facts, on=KEY, how="inner")


def _per_unit(table: pd.DataFrame, older_days: int, on: date, book: RateBook) -> np.ndarray:
    """Surcharge of one unit of each cohort at an age of age_days + older_days on the day `on`."""
    found = aged_surcharge(table.assign(age_days=table["age_days"] + older_days), on, book=book)
    return as_charged("aged_surcharge", found["charge"], table).to_numpy()


def _snapshot(table: pd.DataFrame, sold: np.ndarray, now: np.ndarray, day: date, as_of: date, book: RateBook) -> dict:
    """What one 15th charges: in all, and on the cohorts that have crossed into a dearer band since as_of. sold: units by SKU."""
    units = survivors(table, sold[table["place"]])
    rate = _per_unit(table, (day - as_of).days, day, book)
    crossed = rate > now + 1e-9
    return {
        "charge": units * rate,
        "crossing_charge": np.where(np.isnan(rate), np.nan, np.where(crossed, units * rate, 0.0)),
        "crossing_units": np.where(crossed, units, 0.0),
    }


def _reasons(position: pd.DataFrame, charge: pd.Series) -> np.ndarray:
    unknown = np.select(
        [
            position["age_days"].isna().to_numpy(bool) & (position["on_hand"].astype(float) > 0).to_numpy(),
            position["unit_ft3"].isna().to_numpy(bool),
        ],
        ["age_unknown", "dimensions_unknown"],
        "no_rate_in_force",
    )
    return np.where(charge.isna(), unknown, None)


def add_charges(position: pd.DataFrame, cohorts: pd.DataFrame, as_of: date, horizon_days: int, book: RateBook = SHIPPED) -> pd.DataFrame:
    """`position` (grain marketplace × sku) with the columns of storage_next_month and surcharges."""
    parts = [position, storage_next_month(position, as_of, book), surcharges(position, cohorts, as_of, horizon_days, book)]
    return pd.concat(parts, axis=1)
