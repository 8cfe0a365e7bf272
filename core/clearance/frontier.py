"""What each SKU at risk can do by a day: every way out of its stock with what it brings, frees and needs. portfolio.py chooses among them.

Of each way (way.py): value, expected net recovery; trouble, what it must bring more than holding to be worth doing (0 of holding itself);
and by the day `by`, as expected:
cash     undiscounted money in less money out: sales less storage in their weeks, exits when their money comes (liquidation, own channel)
         or is paid (fees); a week that `by` falls into counts by its days
ft3      volume of the units sold, or sent out early enough to be gone (the lead time of a removal)
ads      advertising money of the units sold
and now: changes (1 if a price is to be changed) and units_out (units to be removed, liquidated, disposed of or donated). Later steps are
not counted there: the choice is made anew each week.
"""

from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import numpy as np
import pandas as pd

from core.clearance.build import terms_of
from core.clearance.case import Case
from core.clearance.options import HOLD, best_door
from core.clearance.report import value_case
from core.clearance.screen import cases_of
from core.clearance.terms import COARSE, Terms
from core.clearance.way import DOORS, Way, ways
from core.errors import InputError
from core.fees.schedule import SHIPPED, RateBook

COLUMNS = (
    "marketplace", "sku", "option", "value", "trouble", "cash", "ft3", "changes", "units_out", "ads", "price", "price_digits", "door",
    "keep_units",
)  # fmt: skip
LEFT_OUT = ("marketplace", "sku", "reason")
_BATCH = 200
_THREADS = 2  # the engine lets go of Python's lock
_IN3_PER_FT3 = 1728.0


def frontier(
    positions: pd.DataFrame,
    cohorts: pd.DataFrame,
    on: date,
    policy: Mapping,
    by: date,
    *,
    progress: Callable[[float], None] | None = None,
    levels: int = COARSE,
    book: RateBook = SHIPPED,
) -> tuple[pd.DataFrame, pd.DataFrame]:
    """(COLUMNS, a row per marketplace × sku × way; LEFT_OUT, a row per SKU of which value or volume is unknown, with its reason).
    positions, cohorts, on, policy, book: as in screen.screen. Raises InputError where `by` lies before `on`."""
    if by < on:
        raise InputError("portfolio_day", by=by.isoformat(), on=on.isoformat())
    cases = cases_of(positions[pd.to_numeric(positions["on_hand"]).fillna(0) > 0], cohorts, on, policy, book)
    rows, left_out, tell = [], [], progress or (lambda share: None)
    with ThreadPoolExecutor(_THREADS) as threads:
        for start in range(0, len(cases), _BATCH):
            batch = cases[start : start + _BATCH]
            for done, found in enumerate(threads.map(lambda case, terms: of_case(case, terms[0], by, levels), batch, terms_of(batch)), 1):
                (left_out if isinstance(found, tuple) else rows).append(found)
                tell((start + done) / len(cases))
    return pd.DataFrame([row for some in rows for row in some], columns=list(COLUMNS)), pd.DataFrame(left_out, columns=list(LEFT_OUT))


def of_case(case: Case, terms: Terms, by: date, levels: int = COARSE) -> list[dict] | tuple[str, str, str]:
    """A dict of COLUMNS for every way; or (marketplace, sku, why there is none)."""
    volume = volume_of(case)
    if terms.unknown or volume is None:
        return case.marketplace, case.sku, terms.unknown or "volume_unknown"
    days = (by - case.as_of).days
    paid = {door: paid_by(case, terms, days, door) for door in (None, *terms.exits)}
    valued = value_case(case, terms, levels)
    rows = [_row(terms, one, volume, days, paid) for one in ways(case, terms, valued, levels)]
    return [row | {"trouble": 0.0 if row["option"] == HOLD else valued.enough} for row in rows]


def volume_of(case: Case) -> float | None:
    """Cubic feet of a unit: as given, else the product of its sides; None: unknown."""
    sides = (case.longest_in, case.median_in, case.shortest_in)
    return case.unit_ft3 or (float(np.prod(sides)) / _IN3_PER_FT3 if all(sides) else None)


def _row(terms: Terms, found: Way, volume: float, days: int, paid: Mapping[str | None, np.ndarray]) -> dict:
    case, weeks, start = found.case, found.weeks, 7.0 * np.arange(terms.weeks + 1)
    part, gone = np.clip((days - start) / 7.0, 0.0, 1.0), start + case.removal_days <= days
    door = DOORS.get(found.option)
    worth = terms.exits[door] if door else terms.exit_value
    sold = part @ weeks["sold"]
    return {
        "marketplace": case.marketplace, "sku": case.sku, "option": found.option, "value": found.value,
        "cash": float(part @ (weeks["net"] - worth * weeks["exited"]) + paid[door] @ weeks["exited"]),
        "ft3": float(volume * (sold + gone @ weeks["exited"])), "changes": int(found.marks_down), "units_out": found.exit_units,
        "ads": float(case.ads * sold), "price": found.price, "price_digits": case.price_digits, "door": found.door,
        "keep_units": case.units - found.exit_units,
    }  # fmt: skip


def paid_by(case: Case, terms: Terms, days: int, door: str | None = None) -> np.ndarray:
    """(T + 1,) money that a unit sent out at the start of each week has brought, less what it has cost, `days` from now; None: by the
    week's best door."""
    weeks = range(terms.weeks + 1)
    doors = [door or best_door(terms, week) for week in weeks]
    return np.array([_paid(case, terms, one, week, days - 7 * week) for one, week in zip(doors, weeks, strict=True)])


def _paid(case: Case, terms: Terms, door: str | None, week: int, days: int) -> float:
    """`days` after the unit was sent out. Without a door the case's own exit value counts as a liquidation."""
    if days < 0:
        return 0.0
    worth = float(terms.exit_value[week] if door is None else terms.exits[door][week])
    if door in ("dispose", "donate"):
        return worth
    if door == "remove":
        gross = case.own_channel_value_share * (case.list_price or 0.0)
        fee = case.own_value - worth + (case.own_channel_freight if case.own_channel_value_share else 0.0)
        return (gross if days >= case.own_channel_cash_days else 0.0) - fee
    later = case.beta ** (case.liquidation_cash_days / 7.0)
    return worth / later if days >= case.liquidation_cash_days else 0.0
