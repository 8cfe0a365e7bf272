"""Size tier of an item: Amazon's own name for it where given, else the first tier of the rate card whose limits the item keeps.

Formula: sides sorted; length + girth = longest + 2 x (median + shortest); shipping weight = max(unit, dimensional);
dimensional weight = volume / divisor (139 in3/lb, 5000 cm3/kg), for bulky and larger (US) with median and shortest at least 2 in.
Special oversize (UK, DE) is the opposite of a limit: longest above 175 cm or length + girth above 360 cm makes an item special.
Data: data/fees/<marketplace>/size_tier.csv, data/fees/size_names.csv. Example: 47 x 12 x 10 in = 3.26 ft3 (Amazon help GV8JEETWV9Q33CMX).
"""

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
import pandas as pd

from core.errors import InputError, NoRateInForce
from core.fees.grid import UNKNOWN, Words
from core.fees.items import FT3_PER_IN3, KG_PER_LB, Item, Lot, lots
from core.fees.schedule import DATA, SHIPPED, RateBook

_DROPPED = {
    "us",
    "uk",
    "gb",
    "de",
    "eu",
    "ca",
    "jp",
    "size",
    "sized",
    "sizes",
    "tier",
    "lb",
    "lbs",
    "to",
    "plus",
    "over",
    "up",
    "and",
    "fba",
    "product",
}
_SAME = {"std": ["standard"], "env": ["envelope"], "xl": ["extra", "large"], "sml": ["small"], "lrg": ["large"], "oversized": ["oversize"],
         "extralarge": ["extra", "large"], "nonstandard": ["oversize"], "nonsortable": ["oversize"], "sortable": ["standard"]}  # fmt: skip
CLASSES = ("standard", "oversize", "small_or_standard")


@dataclass(frozen=True, kw_only=True)
class Size:
    """size_tier: as in the rate card; size_class: standard | oversize; billable_weight in `weight_unit` (lb in the US, kg elsewhere)."""

    size_tier: str
    size_class: str
    billable_weight: float | None
    weight_unit: str


@cache
def _listed(marketplace: str) -> pd.DataFrame:
    names = pd.read_csv(DATA / "size_names.csv", dtype=str, keep_default_na=False)
    return names[names["marketplace"] == marketplace].set_index("size_tier")


def tokens(text: str) -> tuple[str, ...]:
    """The telling words of a tier's name: "UsExtraLarge0To50Lb" is (extra, large, 0, 50)."""
    apart = re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Za-z])(?=\d)|(?<=\d)(?=[A-Za-z])", " ", text)
    words = [same for word in re.findall(r"[a-z]+|\d+(?:\.\d+)?", apart.lower()) for same in _SAME.get(word, [word])]
    return tuple(word for word in words if word not in _DROPPED)


@cache
def canonical(marketplace: str, text: str) -> str | None:
    """The rate card's name of a tier, whichever way Amazon spelled it; None when nothing in the text names a tier."""
    said = set(tokens(text))
    fitting = [(len(set(tokens(name))), name) for name in _listed(marketplace).index if set(tokens(name)) <= said]
    return max(fitting)[1] if fitting else None


def tier_of(lot: Lot) -> Words:
    """Tier of each item: as named, when the rate card has that tier; else by its sides and weight; else the older or coarser name."""
    return lot.once("tier", lambda: _tier_of(lot))


def _tier_of(lot: Lot) -> Words:
    named = _named(lot)
    table = lot.table("size_tier")
    current = tuple(table.rows["size_tier"]) if table else ()
    exact = named.recode({name: i for i, name in enumerate(current)})
    values = (*current, *_listed(lot.marketplace).index)
    rough = named.recode({name: i for i, name in enumerate(values) if i >= len(current)})
    if (exact >= 0).all() or not current:
        return Words(np.where(exact >= 0, exact, rough), values)
    measured = np.where(exact >= 0, exact, np.where(named.recode({"extra_large": 0}) == 0, _extra_large(lot), _measured(lot)))
    return Words(np.where(measured >= 0, measured, rough), values)


def _extra_large(lot: Lot) -> np.ndarray:
    """Row of the extra-large tier for items called just that, by their weight."""
    table, weight = lot.table("size_tier"), lot.weight()
    tier = np.full(lot.size, -1)
    for row in reversed(np.flatnonzero(table.rows["size_tier"].str.startswith("extra_large"))):
        top = table.number("shipping_weight_max")[row]
        tier = np.where(_in_force(table, row, lot.day) & (weight <= (np.inf if np.isnan(top) else top)), row, tier)
    return tier


def _named(lot: Lot) -> Words:
    given = lot.words("size_tier")
    return Words(given.codes, tuple(canonical(lot.marketplace, value) or "" for value in given.values))


def _measured(lot: Lot) -> np.ndarray:
    """Row of the first tier in force whose limits the item keeps; -1 where a side or the weight is unknown, or no tier is in force."""
    table = lot.table("size_tier")
    longest, median, shortest = lot.sides()
    unit = np.round(lot.weight(), 6)
    girth = longest + 2 * (median + shortest)
    tier = np.full(lot.size, -1)
    for row in reversed(range(len(table.rows))):
        dim = dimensional_weight(lot, row)
        limits = {"longest": longest, "median": median, "shortest": shortest, "length_plus_girth": girth,
                  "unit_weight": unit, "shipping_weight": np.maximum(unit, dim), "dim_weight": dim}  # fmt: skip
        if table.rows["size_tier"].iloc[row] == "special-oversize":
            continue
        tier = np.where(_in_force(table, row, lot.day) & _keeps(table, row, limits), row, tier)
    return np.where(np.isfinite(longest) & np.isfinite(unit), _special(table, lot, tier, longest, girth), -1)


def _keeps(table, row, limits) -> np.ndarray:
    tops = {name: table.number(f"{name}_max")[row] for name in limits}
    return np.logical_and.reduce([np.round(value, 6) <= (np.inf if np.isnan(tops[name]) else tops[name]) for name, value in limits.items()])


def _special(table, lot, tier, longest, girth) -> np.ndarray:
    """Items too long, too large or too heavy for every other tier go to special-oversize, where a marketplace has it."""
    rows = np.flatnonzero(table.rows["size_tier"] == "special-oversize")
    for row in rows:
        beyond = (longest > table.number("longest_max")[row]) | (girth > table.number("length_plus_girth_max")[row]) | (tier < 0)
        tier = np.where(_in_force(table, row, lot.day) & beyond, row, tier)
    return tier


def _in_force(table, row, day) -> np.ndarray:
    return (table.rows["from_day"].iloc[row] <= day) & (day <= table.rows["to_day"].iloc[row])


def dimensional_weight(lot: Lot, row: int | np.ndarray) -> np.ndarray:
    """Volume over the divisor of a tier's row, in the marketplace's weight unit; NaN where a side is unknown."""
    table = lot.table("size_tier")
    longest, median, shortest = lot.sides()
    floor = np.nan_to_num(table.number("dim_floor")[row])
    return longest * np.maximum(median, floor) * np.maximum(shortest, floor) / table.number("dim_divisor")[row]


def card_row(lot: Lot) -> np.ndarray:
    """Row of each item's tier in the marketplace's size_tier schedule; -1 where it has none, or an older or coarser name."""
    table, tier = lot.table("size_tier"), tier_of(lot)
    return np.where(tier.codes < (0 if table is None else len(table.rows)), tier.codes, -1)


def billable_weight(lot: Lot) -> np.ndarray:
    """Weight that fees go by, in lb (US) or kg: billing_weight_lb where given; else the unit weight, or the greater of it and the
    dimensional weight where the tier says so and the sides are known; NaN where the unit weight is unknown."""
    return lot.once("billable", lambda: _billable(lot))


def _billable(lot: Lot) -> np.ndarray:
    given, unit = lot.weight("billing_weight_lb"), lot.weight()
    table = lot.table("size_tier")
    if table is not None and lot.has("longest_in"):
        row = card_row(lot)
        greater = (table.text("weight_used") == "greater")[row]
        unit = np.where(greater & np.isfinite(unit), np.fmax(unit, dimensional_weight(lot, row)), unit)
    return np.round(np.where(np.isnan(given), unit, given), 6)


def size_class(lot: Lot) -> Words:
    """standard or oversize (JP: small_or_standard): column size_class where given, else that of the tier."""
    return lot.once("size_class", lambda: _size_class(lot))


def _size_class(lot: Lot) -> Words:
    index = {name: i for i, name in enumerate(CLASSES)}
    tier, listed = tier_of(lot), _listed(lot.marketplace)["size_class"]
    of_tier = np.array([*(index[listed[name]] if name in listed else -1 for name in tier.values), -1])[tier.codes]
    given = lot.words("size_class")
    said = np.array([*(index.get(_class_named(lot.marketplace, text), -1) for text in given.values), -1])[given.codes]
    return Words(np.where(said >= 0, said, of_tier), CLASSES)


@cache
def _class_named(marketplace: str, text: str) -> str | None:
    """The size class that a text names, in any spelling ("Standard-size", "oversize_or_special_handling", a tier's name); None for none."""
    if text in CLASSES:
        return "small_or_standard" if marketplace == "JP" and text == "standard" else text
    tier = canonical(marketplace, text)
    special = {"special", "handling"} <= set(tokens(text))
    return "oversize" if special else None if tier is None else _listed(marketplace)["size_class"][tier]


def grade_class(lot: Lot) -> Words:
    """Size group of the Grade and Resell schedule; bulky counts as small or medium oversize, extra-large as large (our reading)."""
    listed = _listed(lot.marketplace)["grade_class"]
    tier = tier_of(lot)
    return Words(tier.codes, tuple(listed.get(name, "") for name in tier.values))


def why_no_size(lot: Lot) -> tuple[tuple[str, np.ndarray], ...]:
    """Reasons why an item has no tier, for the answers of fees."""
    without = (tier_of(lot).codes < 0) & (size_class(lot).codes < 0)
    if not without.any():
        return ()
    no_sides = np.isnan(lot.sides()[0])
    unnamed = lot.words("size_tier").codes < 0
    return (
        ("size_tier_unknown", without & ~unnamed),
        ("dimensions_unknown", without & no_sides),
        ("weight_unknown", without & np.isnan(lot.weight())),
    )


def size_tier(items: Item, on: object = None, *, book: RateBook | None = None) -> pd.DataFrame | Size:
    """Tier, class and billable weight of each item on a day.

    Reads size_tier (any spelling), longest_in, median_in, shortest_in, weight_lb (unit weight), billing_weight_lb, size_class.
    Frame: size_tier, size_class, billable_weight (lb in the US, kg elsewhere), reason. Mapping: Size, or InputError / NoRateInForce.
    """
    groups = lots(items, on, book or SHIPPED)
    frames = [_sizes(lot) for lot in groups]
    if isinstance(items, pd.DataFrame):
        return pd.concat(frames).sort_index().set_axis(items.index)
    return _single(groups[0], frames[0].iloc[0])


def _sizes(lot: Lot) -> pd.DataFrame:
    tier, of = tier_of(lot), size_class(lot)
    why = (("marketplace_unknown", np.full(lot.size, not lot.marketplace)), ("day_unknown", lot.day == UNKNOWN), *why_no_size(lot))
    reason = np.full(lot.size, "no_rate_in_force", object)
    for code, holds in reversed(why):
        reason[np.broadcast_to(holds, lot.size)] = code
    return pd.DataFrame(
        {"size_tier": tier.texts(), "size_class": of.texts(), "billable_weight": billable_weight(lot),
         "reason": np.where(tier.codes >= 0, None, reason)},
        index=range(lot.size) if lot.where is None else lot.where,
    )  # fmt: skip


def _single(lot: Lot, row: pd.Series) -> Size:
    if not isinstance(row["size_tier"], str):
        error = NoRateInForce if row["reason"] == "no_rate_in_force" else InputError
        raise error(row["reason"], fee="size_tier", marketplace=lot.marketplace, on=None)
    weight = None if np.isnan(row["billable_weight"]) else float(row["billable_weight"])
    return Size(size_tier=row["size_tier"], size_class=row["size_class"], billable_weight=weight, weight_unit="kg" if lot.metric else "lb")


def unit_volume(longest_in: float, median_in: float, shortest_in: float) -> float:
    """Cubic feet of a unit from its sides in inches: 47 x 12 x 10 / 1728 = 3.26 (Amazon help GV8JEETWV9Q33CMX)."""
    return longest_in * median_in * shortest_in * FT3_PER_IN3


def to_pounds(kilograms: float) -> float:
    """Pounds of a weight in kilograms."""
    return kilograms / KG_PER_LB
