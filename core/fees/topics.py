"""Answers to the topics of the published worked examples: one function a topic, from the example's own fields to the figure asked for.

Every figure comes from the public functions of the fees; an example's `units` multiply what one unit pays.
Fields: those of core/fees/measures.py, `on`, and the ones that each function reads. Missing ones raise InputError `field_missing`.
"""

from collections.abc import Callable, Mapping
from decimal import ROUND_HALF_UP, Decimal

from core.errors import InputError
from core.fees.aged_surcharge import aged_surcharge
from core.fees.coupon import break_even_price, coupon
from core.fees.fulfilment import fulfilment
from core.fees.grade_and_resell import grade_and_resell, resale_net
from core.fees.items import day_number, days_in_month
from core.fees.low_inventory import historical_days_of_supply, low_inventory
from core.fees.measures import SIDES, amount, measured, need, said
from core.fees.referral import referral
from core.fees.removal import removal
from core.fees.schedule import RateBook
from core.fees.size_tier import unit_volume
from core.fees.storage import storage, utilization_ratio
from core.fees.storage_overage import storage_overage as overage_due

Case = Mapping[str, object]
Book = RateBook | None


def topic_answer(topic: str, case: Case, book: Book = None) -> float:
    """The figure that a topic asks for, at the rates of `book`; InputError `topic_unknown` for one that we do not have."""
    if topic not in TOPICS:
        raise InputError("topic_unknown", topic=topic, known=", ".join(TOPICS))
    return TOPICS[topic](case, book)


def _units(case: Case) -> float:
    return amount(case, "units", 1.0)


def storage_base(case: Case, book: Book = None) -> float:
    """Days of the month stored only where the case counts them (days; days_in_month, left out: of `on`)."""
    share = 1.0 if case.get("days") is None else amount(case, "days") / _days_in_month(case)
    return storage({**measured(case), "ratio_weeks": None}, case["on"], book=book).parts["base"] * _units(case) * share


def _days_in_month(case: Case) -> float:
    if case.get("days_in_month") is None and case["on"] is not None:
        return float(days_in_month(day_number(case["on"])))
    return amount(case, "days_in_month")


def storage_with_utilization(case: Case, book: Book = None) -> float:
    """Base on all units, surcharge on those older than 30 days (left out: on all)."""
    due = storage({**measured(case), "ratio_weeks": need(case, "ratio_weeks"), "share_over_30_days": 1.0}, case["on"], book=book)
    old = amount(case, "units_over_30_days", _units(case))
    return due.parts["base"] * _units(case) + due.parts["utilization_surcharge"] * old


def ratio_weeks(case: Case, _book: Book = None) -> float:
    return utilization_ratio(amount(case, "avg_daily_stored_ft3"), amount(case, "avg_daily_shipped_ft3"))


def volume(case: Case, _book: Book = None) -> float:
    sides = measured(case)
    return unit_volume(*(amount(sides, side) for side in SIDES))


def storage_overage(case: Case, book: Book = None) -> float:
    """At the case's own monthly rate where it gives one, and 0 since the fee was abolished."""
    for name in ("used_ft3", "limit_ft3"):
        need(case, name)
    return overage_due(case, case["on"], round_daily_rate=said(case, "round_daily_rate_to_cents", False), book=book).charge


def surcharge(case: Case, book: Book = None) -> float:
    item = {**measured(case), "surcharge_exempt": case.get("surcharge_exempt", case.get("exempt_category"))}
    return aged_surcharge(item, case["on"], book=book).charge * _units(case)


def shipped(case: Case, book: Book = None) -> float:
    with_fuel = said(case, "include_fuel_surcharge", True)
    return fulfilment(_parcel(case), case["on"], fuel_surcharge=with_fuel, book=book).charge * _units(case)


def _parcel(case: Case) -> dict:
    """The case as an item; in a US example weight_lb is the billing weight."""
    item = measured(case)
    return {"billing_weight_lb": case["weight_lb"], **item} if case.get("weight_lb") is not None else item


def price_gap(case: Case, book: Book = None) -> float:
    high, low = ({**case, "price": need(case, name)} for name in ("price_a", "price_b"))
    return shipped(high, book) - shipped(low, book)


def thin_stock(case: Case, book: Book = None) -> float:
    days = {f"days_of_supply_{window}": case.get(f"historical_days_of_supply_{window}d") for window in (90, 30)}
    return low_inventory({**_parcel(case), **days}, case["on"], book=book).charge * _units(case)


def shipped_from_thin_stock(case: Case, book: Book = None) -> float:
    return shipped(case, book) + thin_stock(case, book)


def supply_days(case: Case, _book: Book = None) -> float:
    """The greatest over the windows."""
    windows = need(case, "windows")
    if not isinstance(windows, list | tuple) or not windows or not all(isinstance(window, Mapping) for window in windows):
        raise InputError("windows_expected", value=str(windows))
    named = ("avg_daily_sellable_units", "avg_daily_shipped_units")
    return max(historical_days_of_supply(*(amount(window, name) for name in named)) for window in windows)


def commission(case: Case, book: Book = None) -> float:
    return referral(measured(case), case["on"], book=book).charge * _units(case)


def sent_back(case: Case, book: Book = None) -> float:
    rounding = case.get("step_rounding") or "prorate"
    return removal(measured(case), case["on"], rounding=rounding, book=book).charge * _units(case)


def coupon_fee(case: Case, book: Book = None) -> float:
    return coupon(case, case["on"], book=book).charge


def coupon_break_even(case: Case, _book: Book = None) -> float:
    return break_even_price(amount(case, "old_fee_per_redemption"), amount(case, "new_variable_pct") / 100)


def graded_resale(case: Case, book: Book = None) -> float:
    """The grading fee is the schedule's where the case gives a size tier instead."""
    price = amount(case, "used_price")
    commission_due = Decimal(str(price)) * Decimal(str(amount(case, "referral_pct"))) / 100
    if case.get("referral_rounding") == "cents_half_up":
        commission_due = commission_due.quantize(Decimal("0.01"), ROUND_HALF_UP)
    by_tier = case.get("processing_fee") is None and case.get("size_tier") is not None
    grading = grade_and_resell(measured(case), case["on"], book=book).charge if by_tier else amount(case, "processing_fee")
    return resale_net(
        used_price=price, processing_fee=grading, fulfilment_fee=amount(case, "fulfilment_fee"), referral_fee=float(commission_due)
    )


TOPICS: dict[str, Callable[[Case, Book], float]] = {
    "storage_base": storage_base,
    "storage_with_utilization": storage_with_utilization,
    "utilization_ratio": ratio_weeks,
    "unit_volume": volume,
    "storage_overage": storage_overage,
    "aged_surcharge": surcharge,
    "fulfilment": shipped,
    "fulfilment_price_gap": price_gap,
    "low_inventory_fee": thin_stock,
    "fulfilment_with_low_inventory": shipped_from_thin_stock,
    "historical_days_of_supply": supply_days,
    "referral_fee": commission,
    "removal_fee": sent_back,
    "coupon_fee": coupon_fee,
    "coupon_break_even_price": coupon_break_even,
    "grade_and_resell_net": graded_resale,
}
