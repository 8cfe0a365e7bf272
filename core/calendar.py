"""What Amazon charges when: the coming days on which a rate or an age band changes, with the units and the money, per SKU.

Units deplete along the forecast's expected path, the oldest first (core/holding.py); days and rates come from the schedules (core/fees),
moved by what Amazon itself charged (core/own_charges/).
Promise: a day on which nothing changes for a SKU has no row; what is not known is NaN with its reason, never 0; money is never summed
over currencies. Not covered: fees that need more than stock and price (low inventory, liquidation, returns, promotions).
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta

import numpy as np
import pandas as pd

from core.fees.aged_surcharge import age_band, aged_surcharge, next_snapshot
from core.fees.changes import changes
from core.fees.closing import closing
from core.fees.fulfilment import fulfilment
from core.fees.referral import referral
from core.fees.removal import Rounding, removal
from core.fees.schedule import CURRENCY, SHIPPED, RateBook
from core.fees.storage import storage
from core.forecast.path import average_left, left, paths_of, sold_by
from core.holding import KEY, cohort_table, next_charge_days, survivors
from core.own_charges import as_charged

HORIZON_DAYS = 180
COLUMNS = [*KEY, "on", "kind", "fee", "band", "units", "money", "before", "after", "currency", "reason"]
_AFTER_DAYS = 366  # how far beyond the horizon a season may end that begins inside it
_SAME = 1e-9


def calendar(
    position: pd.DataFrame,
    cohorts: pd.DataFrame,
    as_of: date,
    days: int = HORIZON_DAYS,
    book: RateBook = SHIPPED,
    rounding: Rounding = "prorate",
) -> pd.DataFrame:
    """One row per marketplace × sku × day × kind × fee × age band, for the `days` after as_of, in the order of days.

    position (marketplace, sku, on_hand, demand_path: expected units of each coming week, and what the fees read of an item), cohorts
    (marketplace, sku, age_days on as_of, units); rounding: of a removal. Columns, money in the marketplace's currency:
    - surcharge: a 15th. units in `band` that day; money = after = what they are charged; before = the same units a month earlier.
    - season (storage): units = average of the month that begins; before and after = storage of that month; money = after - before.
    - peak_start, peak_end (fulfilment): units expected to sell from that day until the rate changes again, else to the horizon.
    - new_rates: another schedule begins: storage and sales as above; removal: on the units left; aged_surcharge: on the units charged at
      the next 15th (that difference is already in its surcharge). rates_end: no schedule follows; after and money unknown.
    reason: None, or the code of why the money is unknown; units NaN: their age is unknown.
    """
    stock, until = position[position["on_hand"].astype(float) > 0], as_of + timedelta(days=days)
    spans = [
        _Span(marketplace=str(place), stock=here.reset_index(drop=True), as_of=as_of, until=until, book=book, rounding=rounding)
        for place, here in stock.groupby("marketplace", sort=True)
    ]
    parts = [part for span in spans for part in [*_surcharges(span, cohorts), *_rate_changes(span)] if len(part)]
    whole = pd.concat(parts or [pd.DataFrame(columns=COLUMNS)], ignore_index=True)
    return whole.sort_values([*KEY, "on", "kind"], kind="stable", ignore_index=True)[COLUMNS]


def for_catalogue(days: pd.DataFrame, bands: bool = False) -> pd.DataFrame:
    """`calendar` summed over SKUs: marketplace, on, kind, fee (bands: and band), currency, units, money, before, after, skus, skus_unknown.
    Sums are over the SKUs whose money is known (skus); those of which it is not are counted beside them; NaN where none is known."""
    keys = ["marketplace", "on", "kind", "fee", *(["band"] if bands else []), "currency"]
    known = days["money"].notna()
    amounts = ["units", "money", "before", "after"]
    counted = days.assign(**days[amounts].astype(float).where(known), skus=days["sku"].where(known), skus_unknown=days["sku"].where(~known))
    groups = counted.groupby(keys, dropna=False, sort=True)
    return groups[amounts].sum(min_count=1).join(groups[["skus", "skus_unknown"]].nunique()).reset_index()


@dataclass(frozen=True, kw_only=True)
class _Span:
    """The SKUs of one marketplace with stock, the days looked at (as_of < day <= until), the rates and how a removal is rounded."""

    marketplace: str
    stock: pd.DataFrame
    as_of: date
    until: date
    book: RateBook
    rounding: Rounding

    def ahead(self, day: date) -> int:
        return (day - self.as_of).days

    def rows(self, frame: pd.DataFrame, **same) -> pd.DataFrame:
        """The frame's rows with what all of them share, in the columns of the calendar."""
        return frame.assign(**({"band": None, "currency": CURRENCY.get(self.marketplace)} | same)).reindex(columns=COLUMNS)


# --- age: the 15ths


def _surcharges(span: _Span, cohorts: pd.DataFrame) -> list[pd.DataFrame]:
    table = cohort_table(span.stock, cohorts)
    days = [day for day in next_charge_days(span.as_of, span.ahead(span.until)) if day <= span.until]
    ageless = span.stock[~span.stock["sku"].isin(table.loc[table["units"] > 0, "sku"].unique())]
    new = changes("aged_surcharge", span.marketplace, span.as_of, span.until, span.book)
    return [
        *([_snapshots(span, table, days)] if days else []),
        *(_unknown_ages(span, ageless, day) for day in days),
        *(_new_surcharge_rates(span, table, day) for day in new),
    ]


def _aged(span: _Span, table: pd.DataFrame, days: list[date]) -> pd.DataFrame:
    """The cohorts still here and in an age band on each of the days, with `on`, their age then and `days_before` the 15th before it;
    all that are here where no rates are known."""
    path = paths_of(span.stock)
    aged = pd.concat([_on_day(table, day, span.ahead(day), path) for day in days], ignore_index=True)
    aged = aged.assign(band=age_band(aged, book=span.book))
    rated = span.book.table("aged_surcharge", span.marketplace) is not None
    return aged[aged["band"].notna()] if rated else aged


def _on_day(table: pd.DataFrame, day: date, ahead: int, path: np.ndarray) -> pd.DataFrame:
    units = survivors(table, sold_by(path, ahead)[table["place"]])
    here = table.assign(on=pd.Timestamp(day), units=units, age_days=table["age_days"] + ahead)
    return here.assign(days_before=(day - _month_before(day)).days)[here["units"] > 0]


def _month_before(day: date) -> date:
    return (day.replace(day=1) - timedelta(days=1)).replace(day=day.day)


def _snapshots(span: _Span, table: pd.DataFrame, days: list[date]) -> pd.DataFrame:
    """What each 15th charges, a row per SKU and age band."""
    aged = _aged(span, table, days)
    back = aged["days_before"]
    younger = aged.assign(age_days=aged["age_days"] - back, on=aged["on"] - pd.to_timedelta(back, unit="D"))
    before, now = (_of_age(items, None, span.book) for items in (younger, aged))
    sums = _summed(aged, before, now, [*KEY, "on", "band"])
    charged = sums[sums["after"] != 0]
    return span.rows(
        charged, on=charged["on"].dt.date, kind="surcharge", fee="aged_surcharge", band=charged["band"], money=charged["after"]
    )


def _of_age(items: pd.DataFrame, on: date | None, book: RateBook) -> pd.DataFrame:
    found = aged_surcharge(items, on, book=book)
    return found.assign(charge=as_charged("aged_surcharge", found["charge"], items))


def _summed(aged: pd.DataFrame, before: pd.DataFrame, after: pd.DataFrame, keys: list[str]) -> pd.DataFrame:
    """units, before and after summed by keys; an unknown part makes the sum unknown, and has a reason."""
    amounts = {name: aged["units"] * rate["charge"] for name, rate in (("before", before), ("after", after))}
    groups = aged.assign(**amounts, reason=_reason(before, after)).groupby(keys, sort=False, dropna=False)
    return groups[["units", "before", "after"]].sum(skipna=False).join(groups["reason"].first()).reset_index()


def _reason(before: pd.DataFrame, after: pd.DataFrame) -> pd.Series:
    """Why a charge is unknown: after the day, else before it; None where both are known."""
    now, then = after["reason"].astype(object), before["reason"].astype(object)
    why = now.where(now.notna(), then)
    return why.where(why.notna(), None)


def _unknown_ages(span: _Span, ageless: pd.DataFrame, day: date) -> pd.DataFrame:
    """Stock of which no age is known, as far as some of it is left on a 15th."""
    here = ageless.loc[_on_hand(ageless, span.ahead(day)) > 0, KEY]
    return span.rows(here, on=day, kind="surcharge", fee="aged_surcharge", reason="age_unknown")


def _new_surcharge_rates(span: _Span, table: pd.DataFrame, day: date) -> pd.DataFrame:
    """A new schedule: the units of the next 15th, at the rates until then and at the new ones."""
    aged = _aged(span, table, [next_snapshot(day)])
    old, new = (_of_age(aged, on, span.book) for on in (day - timedelta(days=1), day))
    sums = _summed(aged, old, new, KEY)
    changed = sums[~((sums["after"] - sums["before"]).abs() < _SAME)]
    return span.rows(changed, on=day, kind="new_rates", fee="aged_surcharge", money=changed["after"] - changed["before"])


# --- rates: seasons and schedules


@dataclass(frozen=True, kw_only=True)
class _Fee:
    """A fee whose rates change by date. rate: charge of one unit; units: how many of the stock it falls on; schedules that it reads;
    rounded: its steps of weight are rounded as Settings say."""

    name: str
    rate: Callable[..., pd.DataFrame]
    units: Callable[[pd.DataFrame, int, np.ndarray, date], np.ndarray]
    schedules: tuple[str, ...]
    rounded: bool = False

    def per_unit(self, span: _Span, day: date) -> pd.DataFrame:
        options = {"rounding": span.rounding} if self.rounded else {}
        found = self.rate(span.stock, day, book=span.book, **options)
        return found.assign(charge=as_charged(self.name, found["charge"], span.stock))


def _stored(stock: pd.DataFrame, ahead: int, _end: np.ndarray, on: date) -> np.ndarray:
    """Average units of the month that begins on a day."""
    return average_left(stock["on_hand"].to_numpy(float), paths_of(stock), ahead, pd.Timestamp(on).days_in_month)


def _left(stock: pd.DataFrame, ahead: int, _end: np.ndarray, _on: date) -> np.ndarray:
    return _on_hand(stock, ahead)


def _sold(stock: pd.DataFrame, ahead: int, end: np.ndarray, _on: date) -> np.ndarray:
    """Units of the stock expected to sell from a day until `end` (days after as_of)."""
    return _on_hand(stock, ahead) - _on_hand(stock, end)


def _on_hand(stock: pd.DataFrame, ahead: int | np.ndarray) -> np.ndarray:
    """Units left after that many days."""
    return left(stock["on_hand"].to_numpy(float), paths_of(stock), ahead)


_FEES = (
    _Fee(name="storage", rate=storage, units=_stored, schedules=("storage",)),
    _Fee(name="fulfilment", rate=fulfilment, units=_sold, schedules=("fulfilment", "size_tier")),
    _Fee(name="referral", rate=referral, units=_sold, schedules=("referral",)),
    _Fee(name="closing", rate=closing, units=_sold, schedules=("closing",)),
    _Fee(name="removal", rate=removal, units=_left, schedules=("removal",), rounded=True),
)


def _rate_changes(span: _Span) -> list[pd.DataFrame]:
    return [rows for fee in _FEES for rows in _by_day(span, fee, _coming(span, fee))]


def _coming(span: _Span, fee: _Fee) -> dict[date, str]:
    """Day → kind of every change in sight, also of those beyond the horizon with which a season ends that begins before."""
    far = span.until + timedelta(days=_AFTER_DAYS)
    found = {}
    for schedule in reversed(fee.schedules):
        found |= changes(schedule, span.marketplace, span.as_of, far, span.book)
    return dict(sorted(found.items())) if any(day <= span.until for day in found) else {}


def _by_day(span: _Span, fee: _Fee, coming: dict[date, str]) -> list[pd.DataFrame]:
    """The rows of each day, from the last to the first: a rate holds until the day on which it changes for this very SKU."""
    rates = [fee.per_unit(span, day) for day in [span.as_of, *coming]] if coming else []
    end, rows = np.full(len(span.stock), span.ahead(span.until)), []
    for number, (day, kind) in reversed(list(enumerate(coming.items()))):
        old, new = rates[number], rates[number + 1]
        differ = ~(np.abs(new["charge"] - old["charge"]) < _SAME).to_numpy()
        if day <= span.until:
            units = fee.units(span.stock, span.ahead(day), end, day)
            rows.append(_change(span, old[differ], new[differ], units[differ], on=day, kind=kind, fee=fee.name))
        end = np.where(differ & new["charge"].notna(), span.ahead(day), end)
    return rows


def _change(span: _Span, old: pd.DataFrame, new: pd.DataFrame, units: np.ndarray, *, kind: str, **same) -> pd.DataFrame:
    """A rate that was known and that no schedule follows is an end, whatever begins that day for others."""
    before, after, reason = units * old["charge"], units * new["charge"], _reason(old, new)
    ended = before.notna() & after.isna() & (reason == "no_rate_in_force")
    kinds = pd.Series(kind, index=old.index).where(~ended, "rates_end")
    keys = span.stock.loc[old.index, KEY]
    rows = span.rows(keys, **same, kind=kinds, units=units, before=before, after=after, money=after - before, reason=reason)
    return rows[units > 0]
