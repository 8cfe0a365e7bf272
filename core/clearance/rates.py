"""Case → what each sale, week and exit costs, by date: the case's own figures, else core.fees, asked once for many cases.

Dates and weeks: questions.py. Fees given as flat monthly rates count 12/52 of them a week, the surcharge by the age at the week's
start (given.py, conventions of clearance.md §5).
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from core.clearance.case import Case
from core.clearance.given import given_exits, given_holding, given_sale
from core.clearance.questions import Question, by_fifteenth, by_month, by_price, days, disposed, liquidated, removed
from core.fees.aged_surcharge import aged_surcharge
from core.fees.closing import closing
from core.fees.disposal import disposal
from core.fees.donation import donation
from core.fees.fulfilment import fulfilment
from core.fees.liquidation import liquidation
from core.fees.referral import referral
from core.fees.removal import removal
from core.fees.schedule import RateBook
from core.fees.storage import storage

ITEM = ("marketplace", "category", "product_class", "size_tier", "longest_in", "median_in", "shortest_in", "weight_lb", "unit_ft3")
PARTS = ("referral", "fulfilment", "storage", "surcharge")
Fee = Callable[..., pd.DataFrame]
_NO_DEMAND = {"weekly_demand": None, "weekly_decay": 0.0, "season": None, "elasticity": 1.0, "max_uplift": None, "variance_to_mean": 1.0}
_NO_RULES = {
    "elasticity_sd": 0.0, "demand_sd": 0.0, "max_changes": 0, "change_cost": 0.0, "exit_cost": 0.0, "least_gain": 0.0, "price_floor": None,
    "dwell_weeks": 1, "promotions": (),
}  # fmt: skip


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
        """A charge by its part; a door (liquidate, remove, dispose, donate) goes among the exits."""
        if part in PARTS:
            setattr(self, part, found.charges)
        else:
            self.exits[part] = found.charges
        if found.reason:
            self.missing[part] = found.reason
        self.assumed |= found.assumed


@dataclass(frozen=True, kw_only=True)
class Found:
    """An answer: charges in the shape wanted, the first reason where one is unknown, what was assumed about the item."""

    charges: np.ndarray
    reason: str | None = None
    assumed: frozenset[str] = frozenset()


def rates_of(cases: Sequence[Case]) -> list[Rates]:
    """The rates of every case: what it gives, else what core.fees says. An unknown one is NaN with a reason, never 0."""
    return _complete(cases, [_given(case) for case in cases])


def rates_for(case: Case) -> Rates:
    """The rates of one case, remembered over every change of its demand and its rules. Not to be changed in place."""
    return _remembered(fees_alone(case))


def fees_alone(case: Case) -> Case:
    """The same for whoever asks for its fees only: alike for every change of its demand and its rules."""
    return replace(case, **_NO_DEMAND, **_NO_RULES)


def prices_alone(case: Case) -> Case:
    """The same for whoever asks what given prices bring: alike for every change of what may be done and of how sure demand is."""
    return replace(case, **_NO_RULES)


def rates_at(case: Case, shares: Sequence[float]) -> tuple[Case, Rates]:
    """The case at other prices, and its rates: holding and exits are remembered, so that a slider asks only for the sale."""
    other = replace(case, price_shares=tuple(shares), price_digits=None)
    sale = _given(other)
    known = replace(rates_for(case), referral=sale.referral, fulfilment=sale.fulfilment)
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
            rates[i].put(part, _own(cases[i], part, found))
    return rates


def _given(case: Case) -> Rates:
    sale = {part: np.tile(charges, (case.horizon_weeks, 1)) for part, charges in given_sale(case, case.prices()).items()}
    return Rates(**sale, **given_holding(case), exits=given_exits(case))


# --- fees by date


def _ask(fee: Fee, cases: Sequence[Case], question: Callable[[Case], Question]) -> list[Found]:
    """One call of `fee` for all cases with the same rates."""
    books = list(dict.fromkeys(case.book for case in cases))
    if len(books) != 1:
        found = {book: iter(_ask(fee, [case for case in cases if case.book == book], question)) for book in books}
        return [next(found[case.book]) for case in cases]
    asked = [question(case) for case in cases]
    sizes = [len(one.columns["on"]) for one in asked]
    items = pd.DataFrame([[getattr(case, name) for name in ITEM] for case in cases], columns=list(ITEM))
    rows = items.take(np.repeat(np.arange(len(cases)), sizes)).reset_index(drop=True)
    for name in asked[0].columns:
        rows[name] = np.concatenate([one.columns[name] for one in asked])
    return [_found(*part) for part in zip(asked, *_split(fee(rows, book=books[0]), np.cumsum(sizes)[:-1]), strict=True)]


def _split(answer: pd.DataFrame, ends: np.ndarray) -> list[list[np.ndarray]]:
    """Charges, reasons and assumptions of each case."""
    assumption = answer["assumption"] if "assumption" in answer else pd.Series(None, index=answer.index, dtype=object)
    columns = (answer["charge"].to_numpy(float), answer["reason"].to_numpy(object), assumption.to_numpy(object))
    return [np.split(column, ends) for column in columns]


def _found(asked: Question, charges: np.ndarray, reasons: np.ndarray, assumed: np.ndarray) -> Found:
    unknown = np.isnan(charges)
    reason = str(reasons[unknown.argmax()]) if unknown.any() else None
    return Found(charges=asked.shape(charges), reason=reason, assumed=frozenset(code for code in set(assumed) if isinstance(code, str)))


def _own(case: Case, part: str, found: Found) -> Found:
    """A fee as Amazon takes it of this SKU: the table's at every price, day and age, moved by what Amazon's own figures differ from it."""
    if part == "fulfilment":
        return replace(found, charges=np.maximum(0.0, found.charges + case.fulfilment_offset)) if case.fulfilment_offset else found
    factor = getattr(case, f"{part}_factor", 1.0)
    moved = replace(found, charges=found.charges * factor) if factor != 1.0 else found
    if part != "storage" or not case.utilisation_month:
        return moved
    months = by_month(case)
    extra = months.shape(np.full(len(months.columns["on"]), case.utilisation_month))
    return replace(moved, charges=moved.charges + extra)


def _sale_referral(rows: pd.DataFrame, book: RateBook) -> pd.DataFrame:
    """Referral and, where the marketplace has one, the closing fee of media."""
    answer = referral(rows, book=book)
    media = closing(rows, book=book)["charge"].to_numpy()
    listed = rows["marketplace"].map({name: book.table("closing", name or "") is not None for name in rows["marketplace"].unique()})
    return answer.assign(charge=answer["charge"] + np.where(listed.fillna(False).astype(bool), media, 0.0))


def _rounded(fee: Fee) -> Fee:
    """A fee by weight, asked for each way of rounding that the cases want."""

    def asked(rows: pd.DataFrame, book: RateBook) -> pd.DataFrame:
        parts = [fee(part, rounding=rounding, book=book) for rounding, part in rows.groupby("removal_rounding", sort=False)]
        return parts[0] if len(parts) == 1 else pd.concat(parts).loc[rows.index]

    return asked


# --- one sale on one day, for price thresholds


def sale_fees(case: Case, prices: np.ndarray) -> tuple[np.ndarray, np.ndarray, str | None]:
    """(referral, fulfilment, reason) of one sale on the case's first day at each price."""
    return many_sale_fees([case], [prices])[0]


def many_sale_fees(cases: Sequence[Case], prices: Sequence[np.ndarray]) -> list[tuple[np.ndarray, np.ndarray, str | None]]:
    """sale_fees of every case at its own prices, core.fees asked once for all of them."""
    asked = dict(zip(map(id, cases), prices, strict=True))

    def question(case: Case) -> Question:
        at = asked[id(case)]
        return Question(columns={"price": at, "on": np.repeat(days(case, [0]), len(at))}, shape=lambda charges: charges)

    given = [
        {part: Found(charges=charges) for part, charges in given_sale(case, at).items()} for case, at in zip(cases, prices, strict=True)
    ]
    for part, fee in (("referral", _sale_referral), ("fulfilment", fulfilment)):
        lacking = [i for i, known in enumerate(given) if part not in known]
        for i, found in zip(lacking, _ask(fee, [cases[i] for i in lacking], question) if lacking else [], strict=True):
            given[i][part] = _own(cases[i], part, found)
    return [(one["referral"].charges, one["fulfilment"].charges, one["referral"].reason or one["fulfilment"].reason) for one in given]


def jumps(case: Case) -> np.ndarray:
    """The last prices before a sale's fees may change their course: ends of bands, and where a minimum stops to bind."""
    if case.referral_share is not None:
        ends = [case.referral_min / case.referral_share] if case.referral_share else []
    else:
        ends = _referral_jumps(case.book.table("referral", case.marketplace or ""))
    bands = None if case.fulfilment is not None else case.book.table("fulfilment", case.marketplace or "")
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
    "referral": (_sale_referral, by_price),
    "fulfilment": (fulfilment, by_price),
    "storage": (storage, by_month),
    "surcharge": (aged_surcharge, by_fifteenth),
    "liquidate": (_rounded(liquidation), liquidated),
    "remove": (_rounded(removal), removed),
    "dispose": (_rounded(disposal), disposed),
    "donate": (_rounded(donation), disposed),
}
