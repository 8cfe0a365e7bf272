"""Fulfilment: what Amazon takes to pick, pack and ship one unit, with the fuel and logistics surcharge as a part of its own.

Formula: amount of size tier, billable weight band, price band and class of goods, plus step_amount per step above step_from (each started
step in the US and Canada, exact weight in the UK and Germany), times 1 + fuel surcharge; plus the flat additions that apply.
A `peak` row (15 October to 14 January) beats the ordinary row of the same day; where no peak row exists the ordinary amount stands.
UK and DE: the low-price table where the price allows it and it has a row for the weight, else the standard table.
Data: data/fees/<marketplace>/fulfilment.csv. Example: US small standard, 4 oz, 20.00, 17 April 2026: 3.42 x 1.035 = 3.54.
"""

import numpy as np
import pandas as pd

from core.fees import categories, size_tier
from core.fees.charge import Charge, Sum, answer
from core.fees.grid import PRICE, WEIGHT, Words
from core.fees.items import Item, Lot
from core.fees.removal import stepped
from core.fees.schedule import RateBook

DEARER_CLASS_LIMIT = 10.0  # UK, DE: low-price limit of the kinds below; everything else goes by the price band of the table
DEARER_KINDS = ("beauty", "business", "office", "grocery", "media", "device_accessories", "kitchen")
OVERMAX_LONGEST_IN, OVERMAX_GIRTH_IN = 96, 130


def fulfilment(items: Item, on: object = None, *, fuel_surcharge: bool = True, book: RateBook | None = None) -> pd.DataFrame | Charge:
    """Fee to ship one unit on a day at its `price`.

    Reads size_tier (or sides and weight), weight_lb (unit weight; dimensional weight is applied where the sides are known) or
    billing_weight_lb, price, product_class or category; UK, DE: low_price_eligible (yes/no; left out: from category and price);
    DE: programme (CEP | no_CEP, default no_CEP, the dearer); not_sipp (yes: bulky without its own packaging); lithium (yes).
    Parts: base, fuel_surcharge (0 before there was one), overmax_handling, packaging_not_sipp, lithium_hazmat. The fuel surcharge is
    taken of the base alone: no source says that it reaches the additions.
    """
    return answer("fulfilment", items, on, book, lambda lot: _fulfilment(lot, fuel_surcharge))


def _fulfilment(lot: Lot, with_fuel: bool) -> Sum:
    table, weight, tier = lot.table("fulfilment"), size_tier.billable_weight(lot), size_tier.tier_of(lot)
    row = _base_row(lot, table, weight)
    base = stepped(table, row, weight, "ceil")
    fuel_row = table.grid(component="fuel_surcharge").find(lot.day) if with_fuel else np.full(1, -1)
    fuel_share = np.nan_to_num(table.number("amount")[fuel_row])
    added = {name: _addition(lot, table, name, applies) for name, applies in _additions(lot).items()}
    extra = {name: np.where(line >= 0, table.number("amount")[line], 0.0) for name, line in added.items()}
    return Sum(
        charge=base * (1 + fuel_share) + sum(extra.values()),
        rates={"fulfilment": (table, row), "fuel_surcharge": (table, fuel_row)} | {name: (table, line) for name, line in added.items()},
        why=_why(lot, table, weight),
        parts={"base": base, "fuel_surcharge": base * fuel_share, **extra},
        numbers={"size_tier": tier.texts(), "weight": weight, "price": lot.number("price"), "base": base, "fuel_share": fuel_share},
    )


def _base_row(lot, table, weight) -> np.ndarray:
    grid, price = table.grid(("size_tier", "product_class"), (PRICE, WEIGHT), component="base"), lot.number("price")
    tier = size_tier.tier_of(lot)
    normal, low = _classes(lot)
    row = grid.find(lot.day, tier, normal, price, weight)
    if low is None:
        return row
    cheap = grid.find(lot.day, tier, low, price, weight)
    return np.where((cheap >= 0) & _low_price(lot, price), cheap, np.where(_price_decides(lot, price), -1, row))


def _classes(lot: Lot) -> tuple[Words, Words | None]:
    """The table's word for each item's class of goods, and for the low-price table where the marketplace has one."""
    if lot.marketplace == "US":
        return categories.product_class(lot), None
    one = np.zeros(lot.size, int)
    if lot.marketplace == "DE":
        programme = lot.words("programme")
        outside = np.array([*(categories.plain(name) != "cep" for name in programme.values), True])[programme.codes].astype(int)
        return Words(outside, ("standard:CEP", "standard:no_CEP")), Words(outside, ("low_price:CEP", "low_price:no_CEP"))
    return (Words(one, ("standard",)), Words(one, ("low_price",))) if lot.marketplace == "UK" else (Words(one, ("all",)), None)


def _low_price(lot: Lot, price) -> np.ndarray:
    """Whether an item may use the low-price table, as far as its category decides."""
    said = lot.flag("low_price_eligible")
    dearer = categories.is_kind(lot, *DEARER_KINDS)
    return np.where(np.isnan(said), ~dearer | (price <= DEARER_CLASS_LIMIT), said == 1)


def _price_decides(lot: Lot, price) -> np.ndarray:
    """Where a missing price leaves open which of the two tables counts."""
    return np.isnan(price) & (lot.flag("low_price_eligible") != 0)


def _additions(lot: Lot) -> dict[str, np.ndarray]:
    """Where each flat addition applies."""
    longest, median, shortest = lot.sides()
    girth = longest + 2 * (median + shortest)
    return {
        "overmax_handling": (longest > OVERMAX_LONGEST_IN) | (girth > OVERMAX_GIRTH_IN),
        "packaging_not_sipp": lot.flag("not_sipp") == 1,
        "lithium_hazmat": (lot.flag("lithium") == 1) | (categories.product_class(lot).codes == 2),
    }


def _addition(lot, table, name, applies) -> np.ndarray:
    if not applies.any():
        return np.full(1, -1)
    tier = size_tier.tier_of(lot)
    by_weight = name == "packaging_not_sipp"
    values = [size_tier.dimensional_weight(lot, size_tier.card_row(lot))] if by_weight else []
    return np.where(applies, table.grid(("size_tier",), (WEIGHT,) * by_weight, component=name).find(lot.day, tier, *values), -1)


def _why(lot, table, weight) -> tuple[tuple[str, np.ndarray], ...]:
    tier, carried = size_tier.tier_of(lot), set(table.rows["size_tier"])
    listed = np.array([*(name in carried for name in tier.values), False])[tier.codes]
    us_class = categories.why_no_class(lot) if lot.marketplace == "US" else ("product_class_unknown", np.zeros(1, bool))
    return (
        us_class,
        *size_tier.why_no_size(lot),
        ("size_tier_unknown", ~listed),
        ("weight_unknown", np.isnan(weight)),
        ("price_unknown", np.isnan(lot.number("price"))),
    )
