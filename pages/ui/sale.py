"""One sale at a price: what is left of it, fee by fee, each with its rate row behind ⓘ; and the fees of keeping and of leaving."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import numpy as np
import pandas as pd
import streamlit as st

from core import text
from core.clearance.case import Case
from core.clearance.rates import ITEM
from core.clearance.thresholds import margin_at
from core.errors import ShelflifeError
from core.fees.aged_surcharge import aged_surcharge
from core.fees.charge import Charge
from core.fees.closing import closing
from core.fees.disposal import disposal
from core.fees.fulfilment import fulfilment
from core.fees.inbound_placement import PLACEMENTS
from core.fees.liquidation import liquidation
from core.fees.referral import referral
from core.fees.removal import removal
from core.fees.storage import storage
from core.holding import next_charge_days
from core.own_charges import FACTORS
from pages.ui import explain
from pages.ui.words import plain

_KEEPING = (storage, aged_surcharge, liquidation, removal, disposal)
PLACEMENT = PLACEMENTS[0]  # few shipments: what moves and stores elsewhere count with
_RATE = ("effective_from", "source", "confidence")
_ROUNDED = (liquidation, removal, disposal)


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A fee as it was asked: its charge in the rate table and what Amazon takes of this SKU by its own figures, or the error that says why
    it is unknown."""

    fee: str
    charge: Charge | None = None
    own: float | None = None
    error: ShelflifeError | None = None


def ask(fee: Callable, case: Case, price: float | None, on: date | None = None, age_days: float | None = None) -> Asked:
    """One fee of one unit on a day (left out: the case's first day; for the surcharge the next 15th), at an age on that day (left out:
    that of the oldest units)."""
    first = next_charge_days(case.as_of, 0)[0] if fee is aged_surcharge else case.as_of
    on = on or first
    oldest = case.units_by_age[-1][1]
    age = age_days if age_days is not None or oldest is None else oldest + (on - case.as_of).days
    item = {name: getattr(case, name) for name in ITEM}
    item |= {"price": price, "age_days": age, "recovery_share": case.liquidation_recovery_share, "placement": PLACEMENT}
    options = {"rounding": case.removal_rounding} if fee in _ROUNDED else {}
    try:
        charge = fee(item, on, book=case.book, **options)
        return Asked(fee=fee.__name__, charge=charge, own=_own(fee.__name__, case, charge.charge))
    except ShelflifeError as error:
        return Asked(fee=fee.__name__, error=error)


def _own(fee: str, case: Case, table: float) -> float:
    if fee == "fulfilment":
        return max(0.0, table + case.fulfilment_offset)
    extra = case.utilisation_month or 0.0 if fee == "storage" else 0.0
    return table * getattr(case, FACTORS.get(fee, ""), 1.0) + extra


def margin(case: Case, price: float) -> float:
    """Money left of one sale, before what the unit cost; NaN where a fee is unknown."""
    return float(margin_at(case, np.array([price]))[0])


def show(page, case: Case, price: float, currency: str) -> None:
    """The breakdown of one sale: price, each fee, what is left."""
    _line(page.t("clearance_page.sale.price"), plain(page.money(price, currency)))
    for fee in (referral, closing, fulfilment):
        found = ask(fee, case, price)
        if fee is not closing or (found.charge and found.charge.charge):
            _fee(page, found, sign="−")
    for name in ("ads", "coupon", "returns"):
        if getattr(case, name):
            _line(page.t(f"clearance_page.sale.{name}"), f"− {plain(page.money(getattr(case, name), currency))}")
    _line(f"**{page.t('clearance_page.sale.margin')}**", f"**{plain(page.money(margin(case, price), currency))}**")


def keeping(page, case: Case, price: float) -> None:
    """What keeping a unit costs a month, and what each way out of the warehouse costs or brings a unit."""
    for fee in _KEEPING:
        _fee(page, ask(fee, case, price))


def as_file(page, case: Case, price: float) -> pd.DataFrame:
    """Both as a table to take along: what is of the sale and what is of keeping or leaving, with the rates' start and source. Fees of
    the sale and of keeping are costs; a liquidation brings money."""
    asked = [ask(fee, case, price) for fee in (referral, closing, fulfilment, *_KEEPING)]
    own = {page.t(f"clearance_page.sale.{name}"): getattr(case, name) for name in ("ads", "coupon", "returns")}
    own |= {page.t("clearance_page.sale.price"): price, page.t("clearance_page.sale.margin"): margin(case, price)}
    rows = [{"fee": name, "charge": amount} for name, amount in own.items()]
    return pd.DataFrame([*rows, *(_fee_row(page, one) for one in asked)], columns=["fee", "charge", *_RATE, "reason"])


def _fee_row(page, found: Asked) -> dict:
    named = {"fee": page.t(f"explain.fee.{found.fee}.name")}
    if found.charge is None:
        return named | {"reason": why(page, found.error)}
    return named | {"charge": found.own} | {name: getattr(found.charge, name) for name in _RATE}


def _fee(page, found: Asked, sign: str = "") -> None:
    name = page.t(f"explain.fee.{found.fee}.name")
    if found.charge is None:
        _line(name, "–", why(page, found.error))
        return
    _line(name, f"{sign} {plain(page.money(found.own, found.charge.currency))}".strip(), found=found, page=page)


def note(page, found: Asked) -> str | None:
    """Which figure counts, and its difference from the table's; None where the table's does."""
    table = found.charge.charge
    if found.own == table:
        return None
    own, difference = (plain(page.money(amount, found.charge.currency)) for amount in (found.own, found.own - table))
    share = text.percent(found.own / table if table else None, page.lang)
    return page.t(f"schedules.own.counts.{found.fee}", own=own, difference=difference, share=share)


def why(page, error: ShelflifeError) -> str:
    """What is missing, in the words of the options' reasons where they have them."""
    reason = f"clearance.reason.{error.code}"
    return page.t(reason) if text.has(reason) else text.say(error, page.lang)


def _line(name: str, amount: str, reason: str | None = None, found: Asked | None = None, page=None) -> None:
    """Name to the left, amount to the right, ⓘ where there is something behind it."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        st.markdown(name, width="stretch", help=reason)
        st.markdown(amount, width="content")
        if found is not None:
            explain.charge(page, found.charge, note(page, found))
