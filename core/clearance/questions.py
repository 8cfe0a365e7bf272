"""What a case asks of each fee: on which days, for which prices and ages; and how the charges are laid over its weeks.

A week is charged for the days after its start, `start + 1 … start + 7`: storage by the day at the rate of its month, the aged surcharge
if one of them is a 15th, on the units at hand when the week starts. Sales and exits take the rates in force on the week's first day.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache, lru_cache

import numpy as np
import pandas as pd

from core.clearance.case import Case
from core.fees.aged_surcharge import SNAPSHOT_DAY
from core.fees.schedule import RateBook

_DATED = ("referral", "fulfilment", "closing", "removal", "liquidation")


@dataclass(kw_only=True)
class Question:
    """What one case asks of a fee: `columns` of equal length, answered by as many charges; `shape` makes them the array wanted."""

    columns: dict[str, np.ndarray]
    shape: Callable[[np.ndarray], np.ndarray]


def by_price(case: Case) -> Question:
    """Prices × the weeks in which a rate changes; each holds until the next."""
    prices, starts = case.prices(), _change_weeks(case.book, case.marketplace, case.as_of, case.horizon_weeks)
    held = np.diff([*starts, case.horizon_weeks])
    columns = {"price": np.tile(prices, len(starts)), "on": np.repeat(days(case, starts), len(prices))}
    return Question(columns=columns, shape=lambda charges: np.repeat(charges.reshape(len(starts), -1), held, axis=0))


def _exit(case: Case, worth: Callable[[np.ndarray], np.ndarray]) -> Question:
    """The weeks in which a rate changes, up to and with the horizon; worth: charges → what the unit brings."""
    starts = _change_weeks(case.book, case.marketplace, case.as_of, case.horizon_weeks + 1)
    held = np.diff([*starts, case.horizon_weeks + 1])
    same = {"removal_rounding": case.removal_rounding, "recovery_share": case.liquidation_recovery_share, "price": _number(case.list_price)}
    columns = {name: np.full(len(starts), value) for name, value in same.items()} | {"on": days(case, starts)}
    return Question(columns=columns, shape=lambda charges: np.repeat(worth(charges), held))


def liquidated(case: Case) -> Question:
    """Net proceeds at today's price, discounted to the order: the money comes later."""
    return _exit(case, lambda proceeds: proceeds * case.beta ** (case.liquidation_cash_days / 7.0))


def removed(case: Case) -> Question:
    return _exit(case, lambda fee: _number(case.own_value) - fee)


def disposed(case: Case) -> Question:
    """A donation is paid for as well."""
    return _exit(case, lambda fee: -fee)


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def by_month(case: Case) -> Question:
    """The months of the horizon; a week's charge counts its days in each at 1 / (days of that month)."""
    months, month_of, share = _months(case.as_of, case.horizon_weeks)
    return Question(columns={"on": months}, shape=lambda charges: (charges[month_of] * share).sum(axis=1))


@cache
def _months(start: date, weeks: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First days of the months, and for each charged day (weeks, 7) the number of its month and 1 / (days of that month)."""
    days = pd.DatetimeIndex(_charged_days(start, weeks))
    months, month_of = np.unique(days.to_period("M").start_time.to_numpy(), return_inverse=True)
    return months, month_of.reshape(-1, 7), 1.0 / days.days_in_month.to_numpy().reshape(-1, 7)


def by_fifteenth(case: Case) -> Question:
    """Cohorts × the 15ths of the horizon, laid into their weeks."""
    ahead, days = _snapshots(case.as_of, case.horizon_weeks)
    ages = case.ages
    columns = {"age_days": np.maximum(0.0, np.add.outer(ahead, ages)).ravel(), "on": np.repeat(days, len(ages))}

    def by_week(charges: np.ndarray) -> np.ndarray:
        out = np.zeros((case.horizon_weeks, len(ages)))
        out[(ahead - 1) // 7] = charges.reshape(len(days), -1)
        return out

    return Question(columns=columns, shape=by_week)


@cache
def _snapshots(start: date, weeks: int) -> tuple[np.ndarray, np.ndarray]:
    """The 15ths among the charged days: days after the start, and the days themselves."""
    days = _charged_days(start, weeks)
    at = np.flatnonzero(pd.DatetimeIndex(days).day == SNAPSHOT_DAY)
    return at + 1, days[at]


def _charged_days(start: date, weeks: int) -> np.ndarray:
    """The days that are charged: 7 after the start of each week."""
    return np.datetime64(start, "ns") + np.arange(1, 7 * weeks + 1).astype("timedelta64[D]")


def days(case: Case, weeks: Sequence[int]) -> np.ndarray:
    return np.datetime64(case.as_of, "ns") + (7 * np.asarray(weeks)).astype("timedelta64[D]")


@lru_cache(maxsize=1024)
def _change_weeks(book: RateBook, marketplace: str | None, start: date, weeks: int) -> tuple[int, ...]:
    """The weeks from 0 whose first day is the first on or after a change of rates."""
    offsets = (_change_days(book, marketplace) - np.datetime64(start, "D")).astype(int)
    return tuple(sorted({0} | {int(-(-day // 7)) for day in offsets if 0 < day <= 7 * (weeks - 1)}))


def _change_days(book: RateBook, marketplace: str | None) -> np.ndarray:
    """The days on which a rate of sales or exits begins, or has just ended."""
    tables = [book.table(fee, marketplace or "") for fee in _DATED]
    days = [np.concatenate([table.rows["from_day"], table.rows["to_day"] + 1]) for table in tables if table is not None]
    return np.unique(np.concatenate(days)).astype("datetime64[D]") if days else np.empty(0, "datetime64[D]")
