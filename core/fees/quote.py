"""Every fee of one item on one day, each with the rate row it comes from; the same figures that the screens show.

Case: marketplace, on (ISO day), and what the fees read (core/fees/items.py), in any unit of core/fees/measures.py.
A case with a `topic` of the published worked examples also gets the figure asked for, under `answer`.
Promise: per unit, unrounded; a fee that is not known is None, with its code under `reasons`; never 0.
"""

import math
from collections.abc import Callable, Mapping
from datetime import date

from core.errors import InputError
from core.fees.aged_surcharge import aged_surcharge
from core.fees.charge import Charge, Rate
from core.fees.closing import closing
from core.fees.coupon import coupon
from core.fees.deal import deal
from core.fees.disposal import disposal
from core.fees.donation import donation
from core.fees.fulfilment import fulfilment
from core.fees.grade_and_resell import grade_and_resell
from core.fees.inbound_placement import inbound_placement
from core.fees.liquidation import liquidation
from core.fees.low_inventory import low_inventory
from core.fees.measures import measured, said
from core.fees.referral import referral
from core.fees.removal import removal
from core.fees.returns_processing import returns_processing
from core.fees.schedule import RateBook
from core.fees.size_tier import size_tier
from core.fees.storage import storage
from core.fees.topics import topic_answer

Fee = Callable[..., Charge]
FEES: dict[str, Fee] = {
    "referral": referral, "closing": closing, "fulfilment": fulfilment, "storage_month": storage, "aged_surcharge_month": aged_surcharge,
    "low_inventory": low_inventory, "removal": removal, "disposal": disposal, "liquidation_net": liquidation, "donation": donation,
    "grade_and_resell": grade_and_resell, "inbound_placement": inbound_placement, "returns_processing": returns_processing,
    "coupon": coupon, "deal": deal,
}  # fmt: skip
_ALSO_CALLED = {
    "exempt_category": "surcharge_exempt",
    "historical_days_of_supply_90d": "days_of_supply_90",
    "historical_days_of_supply_30d": "days_of_supply_30",
}
_ROUNDED = {"removal", "disposal", "liquidation_net", "donation"}


def quote(case: Mapping[str, object], *, book: RateBook | None = None) -> dict:
    """marketplace, on, size_tier, one amount per unit for each fee of FEES (coupon and deal: per coupon, per deal), reasons, rates,
    and answer for a topic. Options: step_rounding (prorate | ceil), recovery (low | mid | high), include_fuel_surcharge (yes | no),
    program (lightning_deal | best_deal).
    Raises InputError where a field cannot be read, and where marketplace or on is missing (a topic may do without `on`)."""
    given = _flat(case)
    found = {"marketplace": given.get("marketplace"), "on": _iso(given["on"])}
    if given["on"] is not None:
        found |= _charges(given, book)
    return found | ({"answer": _finite(topic_answer(str(given["topic"]), given, book))} if given.get("topic") else {})


def charges(item: Mapping[str, object], on: date, *, book: RateBook | None = None) -> dict[str, Charge | str]:
    """Each fee of FEES as a Charge, or the code of the reason why it is not known."""
    return {name: charge_of(name, item, on, book) for name in FEES}


def _charges(given: dict, book: RateBook | None) -> dict:
    item = measured(given)
    all_charges = charges(item, given["on"], book=book)
    known = {name: charge for name, charge in all_charges.items() if isinstance(charge, Charge)}
    return {
        "currency": next((charge.currency for charge in known.values()), None),
        "size_tier": _tier(item, given["on"], book),
        **{name: known[name].charge if name in known else None for name in all_charges},
        "fuel_surcharge": known["fulfilment"].parts["fuel_surcharge"] if "fulfilment" in known else None,
        "reasons": {name: reason for name, reason in all_charges.items() if isinstance(reason, str)},
        "assumptions": {name: charge.assumption for name, charge in known.items() if charge.assumption},
        "rates": [_rate(name, rate) for name, charge in known.items() for rate in charge.rates],
    }


def charge_of(name: str, item: Mapping[str, object], on: date, book: RateBook | None = None) -> Charge | str:
    """One fee of FEES as a Charge, or the code of the reason why it is not known."""
    try:
        return FEES[name](item, on, book=book, **_options(name, item))
    except InputError as unknown:
        if "fee" not in unknown.facts:
            raise
        return unknown.code


def _options(name: str, item: Mapping[str, object]) -> dict:
    """What the case says of a disputed rule or a choice of the fee."""
    if name == "fulfilment":
        return {"fuel_surcharge": said(item, "include_fuel_surcharge", True)}
    options = {"rounding": "step_rounding"} if name in _ROUNDED else {}
    options |= {"liquidation_net": {"recovery": "recovery"}, "deal": {"program": "program"}}.get(name, {})
    return {option: item[field] for option, field in options.items() if item.get(field)}


def _tier(item: Mapping[str, object], on: date, book: RateBook | None) -> str | None:
    try:
        return size_tier(item, on, book=book).size_tier
    except InputError as unknown:
        if "fee" not in unknown.facts:
            raise
        return None


def _rate(name: str, rate: Rate) -> dict:
    since = _iso(rate.effective_from)
    told = {field: getattr(rate, field) for field in ("amount", "unit", "currency", "source", "confidence", "note")}
    return {"fee": name, "part": rate.fee, "effective_from": since, "effective_to": _iso(rate.effective_to), "row": rate.held, **told}


def _flat(case: Mapping[str, object]) -> dict:
    """The case with a worked example's `inputs` unfolded, its fields under our names, and `on` as a day."""
    inputs = case.get("inputs") or {}
    if not isinstance(inputs, Mapping):
        raise InputError("case_inputs", came=type(inputs).__name__)
    given = {**case, **inputs}
    for field in ("marketplace",) if given.get("topic") else ("marketplace", "on"):
        if given.get(field) is None:
            raise InputError("field_missing", field=field)
    ours = {ours: given[theirs] for theirs, ours in _ALSO_CALLED.items() if theirs in given and ours not in given}
    return {**given, **ours, "on": _day(given.get("on"))}


def _day(on: object) -> date | None:
    if on is None or isinstance(on, date):
        return on
    try:
        return date.fromisoformat(str(on)[:10])
    except ValueError:
        raise InputError("not_a_day", value=str(on)) from None


def _iso(day: date | None) -> str | None:
    return None if day is None else day.isoformat()


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None
