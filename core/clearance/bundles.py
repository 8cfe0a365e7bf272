"""Selling a slow SKU in a set, in money and beside the plain mark-down.

    slow_star   slow + star at (1 − discount) of both prices          taken by attach_share of the star's buyers
    upgrade     star + slow for topup_share of the slow one's price   taken by as many, who would all have bought the star
    buy_two     two of the slow one at (1 − discount) of both prices  taken by buy_two_share of those who would have bought one,
                                                                      and by all who would have bought two without it

One set brings the slow unit in it: margin of the set − packing − cannibal_share · margin of the star sold alone − the rest · cost of the
star, which has to be bought again. Who buys two anyway (partners.Habit: measured) moves no unit more and pays less: margin of the set −
packing − 2 · margin of one, on each of their twos. The other sales come on top of those at today's price; value is that of holding with
them, by the same engine, weeks and exits as the mark-down (engine.py). The set's fulfilment fee: both stacked on their shortest sides,
their weights together.
Assumed, not known: how many take it. `needed_share` says from which share on it beats the mark-down.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache

import numpy as np
import pandas as pd

from core.clearance.build import terms_for
from core.clearance.case import LIMITS, Case
from core.clearance.checks import a_number
from core.clearance.engine import values, weekly
from core.clearance.partners import Habit
from core.clearance.rates import sale_fees
from core.clearance.terms import COARSE, Terms

SLOW_STAR, UPGRADE, BUY_TWO = "slow_star", "upgrade", "buy_two"
COLUMNS = (
    *(
        "kind",
        "partner",
        "title",
        "evidence",
        "together",
        "lift",
        "confidence",
        "price",
        "referral",
        "fulfilment",
        "set_margin",
        "slow_margin",
        "star_margin",
    ),
    *("per_set", "share", "sets_week", "given_week", "units", "value", "value_per_unit", "markdown_value", "gain", "needed_share"),
    "reason",
)
_WORDS = ("kind", "partner", "title", "evidence", "reason")
_SIZES = ("longest_in", "median_in", "shortest_in", "weight_lb", "unit_ft3")
_SHARES = np.array([0.0, 0.005, 0.01, 0.02, 0.03, 0.05, 0.075, 0.1, 0.15, 0.2, 0.3, 0.4, 0.5, 0.65, 0.8, 1.0])
_IN3_PER_FT3 = 1728.0
_NAN = float("nan")


@dataclass(frozen=True, kw_only=True)
class Offer:
    """What is assumed of sets: shares 0..1; pack_cost: money to make up one set. Raises InputError out of range."""

    attach_share: float
    buy_two_share: float
    discount: float
    topup_share: float
    cannibal_share: float
    pack_cost: float

    def __post_init__(self):
        for name, value in vars(self).items():
            object.__setattr__(self, name, a_number(name, value, 0.0, 1e6 if name == "pack_cost" else 1.0))

    @classmethod
    def from_policy(cls, policy: Mapping) -> "Offer":
        return cls(**{name: policy[f"clearance.bundle_{name}"] for name in cls.__annotations__})


@dataclass(frozen=True, kw_only=True)
class Sale:
    """One sale on the case's first day: margin before what the goods cost; reason: why it is NaN."""

    price: float
    referral: float
    fulfilment: float
    margin: float
    reason: str | None


@dataclass(frozen=True, kw_only=True)
class _Plan:
    """One set worth valuing: its sale, what the slow and the star leave alone, money per set, share of buyers, (T,) weekly buyers, and
    (T,) money that those bring more who would buy as many anyway."""

    kind: str
    star: Mapping
    sale: Sale
    slow_margin: float
    star_margin: float
    per_set: float
    share: float
    buyers: np.ndarray
    given: np.ndarray
    reason: str | None


def bundles(case: Case, partners: pd.DataFrame, offer: Offer, markdown_value: float, habit: Habit = Habit()) -> pd.DataFrame:
    """A row for every set: COLUMNS, the one that brings most first, those without a value (NaN, `reason` says why) last.

    partners: as core.clearance.partners; markdown_value: what the best single price brings (first_answer). sets_week: sets that would be
    taken in a week by buyers who take a unit more; given_week: money a week that the set changes of twos that are bought anyway (mostly
    below 0); units: slow units that go out in sets over the horizon; value: of the whole stock with the set on sale; gain: over the
    mark-down.
    """
    terms, _ = terms_for(case)
    plans = [_buy_two(case, terms, offer, habit)]
    for star in partners.to_dict("records"):
        plans += _with_star(case, star, offer)
    found = pd.DataFrame([_row(case, terms, plan, markdown_value) for plan in plans], columns=list(COLUMNS))
    found = found.sort_values("value", ascending=False, kind="stable", na_position="last", ignore_index=True)
    return found.assign(**{name: found[name].astype(object).where(found[name].notna(), None) for name in _WORDS})


def stacked(first: Case, second: Case) -> dict[str, float | None]:
    """Sides, weight and volume of both in one parcel: laid on their largest faces, so the shortest sides add up. None where unknown."""
    sides = [[getattr(one, name) for name in _SIZES[:3]] for one in (first, second)]
    weights = [one.weight_lb for one in (first, second)]
    weight = {"weight_lb": None if None in weights else sum(weights)}
    if None in (*sides[0], *sides[1]):
        return dict.fromkeys(_SIZES) | weight
    (long_a, median_a, short_a), (long_b, median_b, short_b) = (sorted(three, reverse=True) for three in sides)
    parcel = sorted((max(long_a, long_b), max(median_a, median_b), short_a + short_b), reverse=True)
    return dict(zip(_SIZES[:3], parcel, strict=True)) | weight | {"unit_ft3": float(np.prod(parcel)) / _IN3_PER_FT3}


@lru_cache(maxsize=512)  # a typed share changes no fee
def sale_of(case: Case, price: float | None) -> Sale:
    """One sale of the case's item at a price."""
    if price is None or np.isnan(price):
        return Sale(price=_NAN, referral=_NAN, fulfilment=_NAN, margin=_NAN, reason="price_unknown")
    referral, fulfilment, reason = sale_fees(case, np.array([price]))
    margin = case.margin(price, referral=referral, fulfilment=fulfilment)
    return Sale(price=price, referral=float(referral[0]), fulfilment=float(fulfilment[0]), margin=float(margin[0]), reason=reason)


def _with_star(case: Case, star: Mapping, offer: Offer) -> list[_Plan]:
    """Slow and star at a discount; the star with the slow one for a little more."""
    other = _star_case(case, star)
    slow, alone = sale_of(case, case.list_price), sale_of(other, other.list_price)
    prices = {
        SLOW_STAR: (1.0 - offer.discount) * (_number(case.list_price) + _number(other.list_price)),
        UPGRADE: _number(other.list_price) + offer.topup_share * _number(case.list_price),
    }
    plans = []
    for kind, price in prices.items():
        sale, lost = _set_sale(case, other, price), 1.0 if kind == UPGRADE else offer.cannibal_share
        bought = (1.0 - lost) * _number(other.landed_cost) if lost < 1.0 else 0.0
        reason = slow.reason or alone.reason or sale.reason or ("star_cost_unknown" if np.isnan(bought) else None)
        reason = reason or ("star_demand_unknown" if np.isnan(_number(star["weekly"])) else None)
        plans.append(_Plan(
            kind=kind, star=star, sale=sale, slow_margin=slow.margin, star_margin=alone.margin, share=offer.attach_share, reason=reason,
            per_set=sale.margin - offer.pack_cost - lost * alone.margin - bought,
            buyers=np.full(case.horizon_weeks, _number(star["weekly"])), given=np.zeros(case.horizon_weeks),
        ))  # fmt: skip
    return plans


def _buy_two(case: Case, terms: Terms, offer: Offer, habit: Habit) -> _Plan:
    """Two of the same: the second piece of who would have bought one is what the set moves."""
    slow = sale_of(case, case.list_price)
    sale = _set_sale(case, case, (1.0 - offer.discount) * 2.0 * _number(case.list_price))
    sold, kept = terms.demand[:, _today(case)], sale.margin - offer.pack_cost
    return _Plan(
        kind=BUY_TWO, star={}, sale=sale, slow_margin=slow.margin, star_margin=_NAN, share=offer.buy_two_share,
        per_set=kept - slow.margin, buyers=habit.alone * sold, given=habit.pairs * sold * (kept - 2.0 * slow.margin),
        reason=slow.reason or sale.reason,
    )  # fmt: skip


def _set_sale(case: Case, other: Case, price: float) -> Sale:
    """The set as an item of its own: the category and class of the dearer of both decide the referral."""
    dearer = other if _number(other.list_price) >= _number(case.list_price) else case
    kinds = {"category": dearer.category, "product_class": dearer.product_class}
    own = {"fulfilment": None, "fulfilment_offset": 0.0, "size_tier": None}
    item = replace(case, **stacked(case, other), **kinds, **own)
    return sale_of(item, None if np.isnan(price) else replace(case, list_price=max(0.01, price)).price(1.0))


def _star_case(case: Case, star: Mapping) -> Case:
    """The star as a case, for the fees of its sale; what cannot be true is as good as unknown."""
    facts = {name: _sane(name, star.get(name)) for name in (*_SIZES, "landed_cost")}
    words = {name: None if pd.isna(star.get(name)) else star.get(name) for name in ("category", "size_tier")}
    offset = _sane("fulfilment_offset", star.get("fulfilment_offset")) or 0.0
    price = _sane("list_price", star.get("price"))
    return replace(case, sku=star["sku"], list_price=price, product_class=None, fulfilment=None, fulfilment_offset=offset, **facts, **words)


def _sane(name: str, value) -> float | None:
    low, high = LIMITS[name]
    return None if value is None or pd.isna(value) or not low <= value <= high else float(value)


def _number(value) -> float:
    return _NAN if value is None or pd.isna(value) else float(value)


def _today(case: Case) -> int:
    return case.shares.index(1.0)


# --- value


def _row(case: Case, terms: Terms, plan: _Plan, markdown_value: float) -> tuple:
    """One set in the order of COLUMNS."""
    star, sale = plan.star, plan.sale
    reason = terms.unknown or plan.reason
    units = value = needed = _NAN
    if reason is None:
        value, units = _valued(case, terms, plan)
        needed = _needed(case, terms, plan, markdown_value)
    return (
        *(
            plan.kind,
            star.get("sku"),
            star.get("title"),
            star.get("evidence"),
            *(_number(star.get(name)) for name in ("together", "lift", "confidence")),
        ),
        *(sale.price, sale.referral, sale.fulfilment, sale.margin, plan.slow_margin, plan.star_margin),
        *(
            plan.per_set,
            plan.share,
            float(plan.share * np.mean(plan.buyers)),
            float(np.mean(plan.given)),
            units,
            value,
            value / case.units,
            markdown_value,
            value - markdown_value,
            needed,
            reason,
        ),
    )


def _valued(case: Case, terms: Terms, plan: _Plan) -> tuple[float, float]:
    """(money of the whole stock, slow units that go out in sets)."""
    mixed = _mixed(case, terms, plan, np.array([plan.share]))
    path = np.zeros(terms.weeks, int)
    total, extra = mixed.demand[:, 0], plan.share * plan.buyers
    sold = weekly(mixed, path)["sold"].to_numpy()[:-1]
    in_sets = np.divide(extra, total, out=np.zeros(terms.weeks), where=total > 0)
    return float(values(mixed, path[None, :])[0, 0, mixed.lots()]), float((sold * in_sets).sum())


def _needed(case: Case, terms: Terms, plan: _Plan, target: float) -> float:
    """The smallest share of buyers from which on the set brings as much as `target`; NaN if none does."""
    paths = np.tile(np.arange(len(_SHARES))[:, None], (1, terms.weeks))
    found = values(_mixed(case, terms, plan, _SHARES), paths, COARSE)[:, 0, terms.lots(COARSE)]
    if np.isnan(target) or not (found >= target).any():
        return _NAN
    at = int(np.argmax(found >= target))
    return 0.0 if at == 0 else float(np.interp(target, found[at - 1 : at + 1], _SHARES[at - 1 : at + 1]))


def _mixed(case: Case, terms: Terms, plan: _Plan, shares: np.ndarray) -> Terms:
    """Terms with one column a share of buyers: today's sales and those in sets, at the mean of what either leaves."""
    today = _today(case)
    own, extra = terms.demand[:, [today]], np.outer(plan.buyers, shares)
    total = own + extra
    money = own * terms.margin[:, [today]] + plan.given[:, None] + extra * plan.per_set
    left = np.divide(money, total, out=np.zeros_like(total), where=total > 0)
    return replace(terms, prices=np.full(len(shares), _number(case.list_price)), margin=left, demand=total)
