"""Case → what each sale, week and exit costs, by date. The only reader of core.fees in this room; it asks each fee once for many cases.

A week is charged for the days after its start, `start + 1 … start + 7`: storage by the day at the rate of its month, the aged surcharge
if one of them is a 15th, on the units at hand when the week starts. Sales and exits take the rates in force on the week's first day.
Fees given as flat monthly rates count 12/52 of them a week, the surcharge by the age at the week's start (conventions of clearance.md §5).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache, lru_cache

import numpy as np
import pandas as pd

from core.clearance.case import Case
from core.clearance.given import given_exits, given_holding, given_sale
from core.fees.aged_surcharge import SNAPSHOT_DAY, aged_surcharge
from core.fees.closing import closing
from core.fees.disposal import disposal
from core.fees.fulfilment import fulfilment
from core.fees.liquidation import liquidation
from core.fees.referral import referral
from core.fees.removal import removal
from core.fees.schedule import SHIPPED
from core.fees.storage import storage

_ITEM = ("marketplace", "category", "product_class", "size_tier", "longest_in", "median_in", "shortest_in", "weight_lb", "unit_ft3")
PARTS = ("referral", "fulfilment", "storage", "surcharge")
Fee = Callable[[pd.DataFrame], pd.DataFrame]
_DATED = ("referral", "fulfilment", "closing", "removal", "liquidation")


@dataclass(kw_only=True)
class Rates:
    """Per unit: referral and fulfilment (T, J); storage (T,); surcharge (T, K); exits: door → (T + 1,). NaN is unknown;
    missing: part → reason code; assumed: codes of what the fee had to assume about the item."""

    referral: np.ndarray | None = None
    fulfilment: np.ndarray | None = None
    storage: np.ndarray | None = None
    surcharge: np.ndarray | None = None
    exits: dict[str, np.ndarray] = field(default_factory=dict)
    missing: dict[str, str] = field(default_factory=dict)
    assumed: set[str] = field(default_factory=set)

    def put(self, part: str, found: "Found") -> None:
        """A charge by its part; a door (liquidate, remove, dispose) goes among the exits."""
        if part in PARTS:
            setattr(self, part, found.charges)
        else:
            self.exits[part] = found.charges
        if found.reason:
            self.missing[part] = found.reason
        self.assumed |= found.assumed


@dataclass(kw_only=True)
class Question:
    """What one case asks of a fee: `columns` of equal length, answered by as many charges; `shape` makes them the array wanted."""

    columns: dict[str, np.ndarray]
    shape: Callable[[np.ndarray], np.ndarray]


@dataclass(frozen=True, kw_only=True)
class Found:
    """An answer: charges in the shape wanted, the first reason where one is unknown, what was assumed about the item."""

    charges: np.ndarray
    reason: str | None = None
    assumed: frozenset[str] = frozenset()


def rates_of(cases: Sequence[Case]) -> list[Rates]:
    """The rates of every case: what it gives, else what core.fees says. An unknown one is NaN with a reason, never 0."""
    return _complete(cases, [_given(case) for case in cases])


def rates_at(case: Case, shares: Sequence[float]) -> tuple[Case, Rates]:
    """The case at other prices, and its rates: holding and exits are remembered, so that a slider asks only for the sale."""
    other = replace(case, price_shares=tuple(shares), price_digits=None)
    sale = _given(other)
    known = replace(_remembered(case), referral=sale.referral, fulfilment=sale.fulfilment)
    return other, _complete([other], [replace(known, exits=dict(known.exits), missing=_unpriced(known), assumed=set(known.assumed))])[0]


@lru_cache(maxsize=256)
def _remembered(case: Case) -> Rates:
    return rates_of([case])[0]


def _unpriced(rates: Rates) -> dict[str, str]:
    return {part: reason for part, reason in rates.missing.items() if part not in ("referral", "fulfilment")}


def _complete(cases: Sequence[Case], rates: list[Rates]) -> list[Rates]:
    for part, (fee, question) in _ASKED.items():
        lacking = [i for i, found in enumerate(rates) if part not in found.exits and getattr(found, part, None) is None]
        for i, found in zip(lacking, _ask(fee, [cases[i] for i in lacking], question), strict=True):
            rates[i].put(part, found)
    return rates


def _given(case: Case) -> Rates:
    sale = {part: np.tile(charges, (case.horizon_weeks, 1)) for part, charges in given_sale(case, case.prices()).items()}
    return Rates(**sale, **given_holding(case), exits=given_exits(case))


# --- fees by date


def _ask(fee: Fee, cases: Sequence[Case], question: Callable[[Case], Question]) -> list[Found]:
    """One call of `fee` for all cases."""
    if not cases:
        return []
    asked = [question(case) for case in cases]
    sizes = [len(one.columns["on"]) for one in asked]
    items = pd.DataFrame([[getattr(case, name) for name in _ITEM] for case in cases], columns=list(_ITEM))
    rows = items.take(np.repeat(np.arange(len(cases)), sizes)).reset_index(drop=True)
    for name in asked[0].columns:
        rows[name] = np.concatenate([one.columns[name] for one in asked])
    return [_found(*part) for part in zip(asked, *_split(fee(rows), np.cumsum(sizes)[:-1]), strict=True)]


def _split(answer: pd.DataFrame, ends: np.ndarray) -> list[list[np.ndarray]]:
    """Charges, reasons and assumptions of each case."""
    assumption = answer["assumption"] if "assumption" in answer else pd.Series(None, index=answer.index, dtype=object)
    columns = (answer["charge"].to_numpy(float), answer["reason"].to_numpy(object), assumption.to_numpy(object))
    return [np.split(column, ends) for column in columns]


def _found(asked: Question, charges: np.ndarray, reasons: np.ndarray, assumed: np.ndarray) -> Found:
    unknown = np.isnan(charges)
    reason = str(reasons[unknown.argmax()]) if unknown.any() else None
    return Found(charges=asked.shape(charges), reason=reason, assumed=frozenset(code for code in set(assumed) if isinstance(code, str)))


def _sale_referral(rows: pd.DataFrame) -> pd.DataFrame:
    """Referral and, where the marketplace has one, the closing fee of media."""
    answer = referral(rows)
    media = closing(rows)["charge"].to_numpy()
    listed = rows["marketplace"].map({name: SHIPPED.table("closing", name or "") is not None for name in rows["marketplace"].unique()})
    return answer.assign(charge=answer["charge"] + np.where(listed.fillna(False).astype(bool), media, 0.0))


def _rounded(fee: Fee) -> Fee:
    """A fee by weight, asked for each way of rounding that the cases want."""

    def asked(rows: pd.DataFrame) -> pd.DataFrame:
        parts = [fee(part, rounding=rounding) for rounding, part in rows.groupby("removal_rounding", sort=False)]
        return parts[0] if len(parts) == 1 else pd.concat(parts).loc[rows.index]

    return asked


def _by_price(case: Case) -> Question:
    """Prices × the weeks in which a rate changes; each holds until the next."""
    prices, starts = case.prices(), _change_weeks(case.marketplace, case.as_of, case.horizon_weeks)
    held = np.diff([*starts, case.horizon_weeks])
    columns = {"price": np.tile(prices, len(starts)), "on": np.repeat(_days(case, starts), len(prices))}
    return Question(columns=columns, shape=lambda charges: np.repeat(charges.reshape(len(starts), -1), held, axis=0))


def _exit(case: Case, worth: Callable[[np.ndarray], np.ndarray]) -> Question:
    """The weeks in which a rate changes, up to and with the horizon; worth: charges → what the unit brings."""
    starts = _change_weeks(case.marketplace, case.as_of, case.horizon_weeks + 1)
    held = np.diff([*starts, case.horizon_weeks + 1])
    same = {"removal_rounding": case.removal_rounding, "recovery_share": case.liquidation_recovery_share, "price": _number(case.list_price)}
    columns = {name: np.full(len(starts), value) for name, value in same.items()} | {"on": _days(case, starts)}
    return Question(columns=columns, shape=lambda charges: np.repeat(worth(charges), held))


def _liquidated(case: Case) -> Question:
    """Net proceeds at today's price, discounted to the order: the money comes later."""
    return _exit(case, lambda proceeds: proceeds * case.beta ** (case.liquidation_cash_days / 7.0))


def _removed(case: Case) -> Question:
    return _exit(case, lambda fee: _number(case.own_value) - fee)


def _disposed(case: Case) -> Question:
    return _exit(case, lambda fee: -fee)


def _number(value: float | None) -> float:
    return np.nan if value is None else value


def _by_month(case: Case) -> Question:
    """The months of the horizon; a week's charge counts its days in each at 1 / (days of that month)."""
    months, month_of, share = _months(case.as_of, case.horizon_weeks)
    return Question(columns={"on": months}, shape=lambda charges: (charges[month_of] * share).sum(axis=1))


@cache
def _months(start: date, weeks: int) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First days of the months, and for each charged day (weeks, 7) the number of its month and 1 / (days of that month)."""
    days = pd.DatetimeIndex(_charged_days(start, weeks))
    months, month_of = np.unique(days.to_period("M").start_time.to_numpy(), return_inverse=True)
    return months, month_of.reshape(-1, 7), 1.0 / days.days_in_month.to_numpy().reshape(-1, 7)


def _by_fifteenth(case: Case) -> Question:
    """Cohorts × the 15ths of the horizon, laid into their weeks."""
    ahead, days = _snapshots(case.as_of, case.horizon_weeks)
    ages = np.full(1, np.nan) if case.ages is None else case.ages
    columns = {"age_days": np.add.outer(ahead, ages).ravel(), "on": np.repeat(days, len(ages))}

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


def _days(case: Case, weeks: Sequence[int]) -> np.ndarray:
    return np.datetime64(case.as_of, "ns") + (7 * np.asarray(weeks)).astype("timedelta64[D]")


@cache
def _change_weeks(marketplace: str | None, start: date, weeks: int) -> list[int]:
    """The weeks from 0 whose first day is the first on or after a change of rates."""
    offsets = (_change_days(marketplace) - np.datetime64(start, "D")).astype(int)
    return sorted({0} | {int(-(-day // 7)) for day in offsets if 0 < day <= 7 * (weeks - 1)})


def _change_days(marketplace: str | None) -> np.ndarray:
    """The days on which a rate of sales or exits begins, or has just ended."""
    tables = [SHIPPED.table(fee, marketplace or "") for fee in _DATED]
    days = [np.concatenate([table.rows["from_day"], table.rows["to_day"] + 1]) for table in tables if table is not None]
    return np.unique(np.concatenate(days)).astype("datetime64[D]") if days else np.empty(0, "datetime64[D]")


# --- one sale on one day, for price thresholds


def sale_fees(case: Case, prices: np.ndarray) -> tuple[np.ndarray, np.ndarray, str | None]:
    """(referral, fulfilment, reason) of one sale on the case's first day at each price."""

    def question(asked: Case) -> Question:
        return Question(columns={"price": prices, "on": np.repeat(_days(asked, [0]), len(prices))}, shape=lambda charges: charges)

    given = {part: Found(charges=charges) for part, charges in given_sale(case, prices).items()}
    commission = given.get("referral") or _ask(_sale_referral, [case], question)[0]
    shipping = given.get("fulfilment") or _ask(fulfilment, [case], question)[0]
    return commission.charges, shipping.charges, commission.reason or shipping.reason


def jumps(case: Case) -> np.ndarray:
    """The last prices before a sale's fees may change their course: ends of bands, and where a minimum stops to bind."""
    if case.referral_share is not None:
        ends = [case.referral_min / case.referral_share] if case.referral_share else []
    else:
        ends = _referral_jumps(SHIPPED.table("referral", case.marketplace or ""))
    bands = None if case.fulfilment is not None else SHIPPED.table("fulfilment", case.marketplace or "")
    return np.unique(np.concatenate([np.asarray(ends, float), _ends(bands)]))


def _referral_jumps(table) -> np.ndarray:
    if table is None:
        return np.empty(0)
    rate, least = table.number("rate"), table.number("min_fee")
    kinks = least[:-1][rate[:-1] > 0] / rate[:-1][rate[:-1] > 0]
    return np.concatenate([_ends(table), kinks[np.isfinite(kinks)]])


def _ends(table) -> np.ndarray:
    """Both sides of every price band, as last prices before it changes."""
    if table is None:
        return np.empty(0)
    ends = np.concatenate([table.number("price_max"), table.number("price_min") - 0.01])
    return ends[np.isfinite(ends) & (ends > 0)]


_ASKED: dict[str, tuple[Fee, Callable[[Case], Question]]] = {
    "referral": (_sale_referral, _by_price),
    "fulfilment": (fulfilment, _by_price),
    "storage": (storage, _by_month),
    "surcharge": (aged_surcharge, _by_fifteenth),
    "liquidate": (_rounded(liquidation), _liquidated),
    "remove": (_rounded(removal), _removed),
    "dispose": (_rounded(disposal), _disposed),
}
