"""Promotions of a case → what a week with one of them sells, earns and costs at every price, and in which weeks it may be used."""

from collections.abc import Mapping
from types import MappingProxyType

import numpy as np

from core.clearance.case import Case
from core.clearance.promotion import Promotion
from core.clearance.rates import rates_at
from core.clearance.terms import Offer
from core.errors import ShelflifeError
from core.fees.coupon import coupon
from core.fees.deal import deal
from core.fees.promotion_limits import promotion_limits

_SALES = 1000.0  # money sold, from which a fee's fixed part and share are told apart


def offers_of(case: Case, margin: np.ndarray, demand: np.ndarray, uplift) -> tuple[tuple[Offer, ...], dict[str, str]]:
    """(offers, name → why a promotion cannot be used). margin, demand (T, J): without it; uplift: price ratio → demand over that now."""
    found, refused = [], {}
    for promotion in case.promotions:
        offer = _offer(case, promotion, margin, demand, uplift)
        if isinstance(offer, str):
            refused[promotion.name] = offer
        else:
            found.append(offer)
    return tuple(found), refused


def _offer(case: Case, promotion: Promotion, margin: np.ndarray, demand: np.ndarray, uplift) -> Offer | str:
    if promotion.kind == "bundle":
        return _bundle(case, promotion, margin, demand)
    if promotion.kind == "ads":
        return _ads(case, promotion, margin, demand)
    asked = promotion_limits(promotion.kind, case.marketplace, case.as_of, book=case.book)
    if asked is None and promotion.fixed is None:
        return "no_rate_in_force"
    why = _not_allowed(case, promotion, asked or {})
    if why:
        return why
    fixed, share = _fee(case, promotion)
    if np.isnan(fixed) or np.isnan(share):
        return "no_rate_in_force"
    return _cut(case, promotion, (margin, demand), (fixed, share), uplift, _weeks(case, promotion, asked or {}))


def _not_allowed(case: Case, promotion: Promotion, asked: dict[str, float]) -> str | None:
    if promotion.discount < asked.get("min_discount", 0.0) - 1e-9:
        return "discount_too_small"
    if promotion.discount > asked.get("max_discount", 1.0) + 1e-9:
        return "discount_too_large"
    return "too_few_on_hand" if case.units < asked.get("min_on_hand", 0.0) else None


def _fee(case: Case, promotion: Promotion) -> tuple[float, float]:
    """(fixed part, share of sales) of one coupon or deal a week: as given, else as in force on the first day. Its cap is not reached by
    a week's sales of one SKU in the ordinary way, and is left out: dearer, never cheaper."""
    if promotion.fixed is not None or promotion.kind == "outlet":
        return promotion.fixed or 0.0, promotion.sales_share or 0.0
    item = {"marketplace": case.marketplace, "deal_days": promotion.days, "discount_share": promotion.discount}
    try:
        none, some = (_charge(promotion.kind, item, sales, case) for sales in (0.0, _SALES))
    except ShelflifeError:
        return np.nan, np.nan
    return none, (some - none) / _SALES if promotion.sales_share is None else promotion.sales_share


def _charge(kind: str, item: dict, sales: float, case: Case) -> float:
    if kind == "coupon":
        return coupon(item | {"coupon_sales": sales, "redemptions": 0}, case.as_of, book=case.book).charge
    return deal(item | {"deal_sales": sales}, case.as_of, program=kind, book=case.book).charge


def _cut(case: Case, promotion: Promotion, plain: tuple, fee: tuple, uplift, may: np.ndarray) -> Offer:
    """A discount on `days` of the week; the other days sell as without it."""
    (margin, demand), (fixed, share), part = plain, fee, promotion.days / 7.0
    shares = tuple(one * (1.0 - promotion.discount) for one in case.shares)
    other, rates = rates_at(case, shares)
    places = [other.shares.index(one) for one in shares]
    margins = case.margin(other.prices(), referral=rates.referral, fulfilment=rates.fulfilment)
    paid = (margins - share * other.prices())[:, places]
    ratio = np.array(shares)
    more = part * promotion.uplift * demand * uplift(case, ratio) / uplift(case, np.array(case.shares))
    total = (1.0 - part) * demand + more
    mean = np.where(total > 0, ((1.0 - part) * demand * margin + more * paid) / np.where(total > 0, total, 1.0), paid)
    cost = np.full(case.horizon_weeks, fixed)
    return Offer(name=promotion.name, margin=mean, demand=total, cost=cost, open=may, ratio=ratio)


def _ads(case: Case, promotion: Promotion, margin: np.ndarray, demand: np.ndarray) -> Offer:
    """More sales at the same price; what an extra sale costs is spread over all of the week's."""
    extra = max(0.0, 1.0 - 1.0 / promotion.uplift)
    cost = np.full(case.horizon_weeks, promotion.fixed or 0.0)
    return Offer(
        name=promotion.name, margin=margin - extra * promotion.per_unit, demand=demand * promotion.uplift, cost=cost,
        open=_weeks(case, promotion), ratio=np.array(case.shares),
    )  # fmt: skip


def _bundle(case: Case, promotion: Promotion, margin: np.ndarray, demand: np.ndarray) -> Offer | str:
    if promotion.margin is None:
        return "bundle_margin_unknown"
    total = demand + promotion.added_units
    mean = (demand * margin + promotion.added_units * promotion.margin) / np.maximum(total, 1e-12)
    cost = np.full(case.horizon_weeks, promotion.fixed or 0.0)
    return Offer(
        name=promotion.name, margin=mean, demand=total, cost=cost, open=_weeks(case, promotion), ratio=np.array(case.shares)
    )  # fmt: skip


def _weeks(case: Case, promotion: Promotion, asked: Mapping[str, float] = MappingProxyType({})) -> np.ndarray:
    """(T, J) the weeks in which it may be used. An Outlet deal begins once the stock is old enough and the last one long enough ago,
    lasts two weeks, and comes again after as many days as Amazon asks between two."""
    weeks = np.arange(case.horizon_weeks)
    last = case.horizon_weeks - 1 if promotion.to_week is None else promotion.to_week
    first = max(promotion.from_week, _ready_week(case, promotion, asked))
    runs = int(asked.get("weeks", case.horizon_weeks))
    again = runs + -(-int(asked.get("days_between", 0)) // 7)
    may = (weeks >= first) & (weeks <= last) & ((weeks - first) % again < runs)
    return np.repeat(may[:, None], len(case.shares), axis=1)


def _ready_week(case: Case, promotion: Promotion, asked: Mapping[str, float]) -> int:
    """The first week in which the oldest stock is old enough and the last run long enough ago; the horizon where the age is not known."""
    oldest, wait = case.units_by_age[-1][1], 0
    if "min_days_in_stock" in asked:
        if oldest is None:
            return case.horizon_weeks
        wait = int(asked["min_days_in_stock"]) - oldest
    if promotion.last_ended is not None:
        wait = max(wait, int(asked.get("days_between", 0)) - (case.as_of - promotion.last_ended).days)
    return -(-max(0, wait) // 7)
