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
from core.fees.grade_and_resell import resale_net
from core.fees.low_inventory import historical_days_of_supply, low_inventory
from core.fees.measures import SIDES, measured
from core.fees.referral import referral
from core.fees.removal import removal
from core.fees.size_tier import unit_volume
from core.fees.storage import storage, utilization_ratio
from core.fees.storage_overage import overage

Case = Mapping[str, object]


def topic_answer(topic: str, case: Case) -> float:
    """The figure that a topic asks for; InputError `topic_unknown` for one that we do not have."""
    if topic not in TOPICS:
        raise InputError("topic_unknown", topic=topic, known=", ".join(TOPICS))
    return TOPICS[topic](case)


def need(case: Case, name: str) -> object:
    """A field that the case cannot do without."""
    if case.get(name) is None:
        raise InputError("field_missing", field=name)
    return case[name]


def _units(case: Case) -> float:
    return 1.0 if case.get("units") is None else float(case["units"])


def storage_base(case: Case) -> float:
    """Days of the month stored only where the case counts them (days, days_in_month)."""
    share = need(case, "days") / need(case, "days_in_month") if case.get("days") is not None else 1.0
    return storage(measured(case), case["on"]).parts["base"] * _units(case) * share


def storage_with_utilization(case: Case) -> float:
    old = case.get("units_over_30_days")
    share = 1.0 if old is None else float(old) / _units(case)
    item = {**measured(case), "share_over_30_days": share, "ratio_weeks": need(case, "ratio_weeks")}
    return storage(item, case["on"]).charge * _units(case)


def ratio_weeks(case: Case) -> float:
    return utilization_ratio(need(case, "avg_daily_stored_ft3"), need(case, "avg_daily_shipped_ft3"))


def volume(case: Case) -> float:
    sides = measured(case)
    return unit_volume(*(need(sides, side) for side in SIDES))


def storage_overage(case: Case) -> float:
    """At the case's own monthly rate."""
    return overage(
        over_ft3=need(case, "used_ft3") - need(case, "limit_ft3"), rate=need(case, "rate_per_ft3_month"),
        days_in_month=need(case, "days_in_month"), days_over=need(case, "days_over"),
        round_daily_rate=bool(case.get("round_daily_rate_to_cents")),
    )  # fmt: skip


def surcharge(case: Case) -> float:
    item = {**measured(case), "surcharge_exempt": case.get("surcharge_exempt", case.get("exempt_category"))}
    return aged_surcharge(item, case["on"]).charge * _units(case)


def shipped(case: Case) -> float:
    with_fuel = case.get("include_fuel_surcharge", True) is not False
    return fulfilment(_parcel(case), case["on"], fuel_surcharge=with_fuel).charge * _units(case)


def _parcel(case: Case) -> dict:
    """The case as an item; in a US example weight_lb is the billing weight."""
    item = measured(case)
    return {"billing_weight_lb": case["weight_lb"], **item} if case.get("weight_lb") is not None else item


def price_gap(case: Case) -> float:
    return shipped({**case, "price": need(case, "price_a")}) - shipped({**case, "price": need(case, "price_b")})


def thin_stock(case: Case) -> float:
    days = {f"days_of_supply_{window}": case.get(f"historical_days_of_supply_{window}d") for window in (90, 30)}
    return low_inventory({**_parcel(case), **days}, case["on"]).charge * _units(case)


def shipped_from_thin_stock(case: Case) -> float:
    return shipped(case) + thin_stock(case)


def supply_days(case: Case) -> float:
    """The greatest over the windows."""
    named = ("avg_daily_sellable_units", "avg_daily_shipped_units")
    return max(historical_days_of_supply(*(need(window, name) for name in named)) for window in need(case, "windows"))


def commission(case: Case) -> float:
    return referral(measured(case), case["on"]).charge * _units(case)


def sent_back(case: Case) -> float:
    rounding = case.get("step_rounding") or "prorate"
    return removal(measured(case), case["on"], rounding=rounding).charge * _units(case)


def coupon_fee(case: Case) -> float:
    return coupon(case, case["on"]).charge


def coupon_break_even(case: Case) -> float:
    return break_even_price(need(case, "old_fee_per_redemption"), need(case, "new_variable_pct") / 100)


def graded_resale(case: Case) -> float:
    price = need(case, "used_price")
    commission_due = Decimal(str(price)) * Decimal(str(need(case, "referral_pct"))) / 100
    if case.get("referral_rounding") == "cents_half_up":
        commission_due = commission_due.quantize(Decimal("0.01"), ROUND_HALF_UP)
    fees = {name: need(case, name) for name in ("processing_fee", "fulfilment_fee")}
    return resale_net(used_price=price, referral_fee=float(commission_due), **fees)


TOPICS: dict[str, Callable[[Case], float]] = {
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
