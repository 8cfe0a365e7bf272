"""On which days the rates of a fee change: read from its schedules and their seasons, never from a calendar in code.

A day is a change when a row begins on it, or ended the day before; and, where rows name the months of a season (`oct_dec`, `jan_sep`),
when such a season begins or has ended. What the schedules do not hold (the peak rates of a year not announced yet) is not there.
"""

from datetime import date, timedelta

import numpy as np
import pandas as pd

from core.fees.schedule import SHIPPED, RateBook, Table

MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EPOCH = date(1970, 1, 1)


def changes(fee: str, marketplace: str, after: date, until: date, book: RateBook = SHIPPED) -> dict[date, str]:
    """Day → kind, in order, for after < day ≤ until; none where no schedule is known. Kinds:
    season (of the months), peak_start, peak_end (rows of the season `peak`), new_rates (any other row begins or ended)."""
    table = book.table(fee, marketplace)
    if table is None:
        return {}
    peak = table.rows["season"].eq("peak").to_numpy() if "season" in table.rows else np.zeros(len(table.rows), bool)
    days = dict.fromkeys(_season_days(table, after, until), "season")
    days |= dict.fromkeys(_begun(table, peak), "peak_start") | dict.fromkeys(_ended(table, peak), "peak_end")
    days |= dict.fromkeys([*_begun(table, ~peak), *_ended(table, ~peak)], "new_rates")
    return {day: days[day] for day in sorted(days) if after < day <= until}


def _begun(table: Table, rows: np.ndarray) -> list[date]:
    return _dates(table.rows["from_day"].to_numpy()[rows])


def _ended(table: Table, rows: np.ndarray) -> list[date]:
    return _dates(table.rows["to_day"].to_numpy()[rows] + 1)


def _dates(days: np.ndarray) -> list[date]:
    """Days since 1970-01-01 as dates; open ends of schedules are no days."""
    return [_EPOCH + timedelta(days=int(day)) for day in np.unique(days) if abs(day) < 10**6 - 1]


def _season_days(table: Table, after: date, until: date) -> list[date]:
    """First days of the seasons that the rows name by their months, and the days after their last."""
    months = {month for season in _seasons(table) for month in _turns(season)}
    first = pd.period_range(after, until, freq="M")
    return [month.start_time.date() for month in first if month.month in months]


def _seasons(table: Table) -> list[tuple[int, int]]:
    """(first, last month) of each season named by months: oct_dec → (10, 12)."""
    names = {name.partition("_")[::2] for name in table.rows.get("season", pd.Series(dtype=str)).unique()}
    return [(MONTHS.index(first) + 1, MONTHS.index(last) + 1) for first, last in names if first in MONTHS and last in MONTHS]


def _turns(season: tuple[int, int]) -> tuple[int, int]:
    first, last = season
    return first, last % 12 + 1
