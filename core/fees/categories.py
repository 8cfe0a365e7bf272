"""From Amazon's many names for a product's category (gl_kitchen, "Kitchen", "Home & Kitchen") to what fees ask of it.

Names: data/fees/categories.csv (kind: apparel, shoes, bags, jewelry, watches, media, grocery ...; us, uk, de: referral category).
Promise: a name that is not in the table, or no name, becomes "Everything else", and is marked as an assumption.
"""

import re
from functools import cache

import numpy as np
import pandas as pd

from core.fees.grid import Words
from core.fees.items import Lot
from core.fees.schedule import DATA

DEFAULT = "Everything else"
CLASSES = ("non_apparel", "apparel", "dangerous_goods")
_CLASS = {
    "non apparel": 0, "non dangerous": 0, "non dangerous goods": 0, "standard": 0, "low price": 0, "all": 0,
    "apparel": 1, "apparel footwear bags": 1, "clothing": 1, "dangerous goods": 2, "dangerous": 2, "hazmat": 2, "hazardous": 2,
}  # fmt: skip
_STRANGE, _NOT_SAID = -1, -2


@cache
def _names() -> pd.DataFrame:
    return pd.read_csv(DATA / "categories.csv", dtype=str, keep_default_na=False).set_index("spelling")


def plain(name: str) -> str:
    """A category name without case, signs and Amazon's prefix: "gl_home_improvement" is "home improvement"."""
    words = re.findall(r"[a-z0-9]+", name.lower().replace("&", " and "))
    return " ".join(words[1:] if words[:1] == ["gl"] and len(words) > 1 else words)


def referral_category(lot: Lot, known: tuple[str, ...]) -> tuple[Words, np.ndarray]:
    """Referral category of each item among those that the marketplace's schedule has, and where it is only the default."""
    given = lot.words("category")
    own = {plain(name): name for name in known}
    found = [own.get(plain(value)) or listed(plain(value), lot.marketplace, known) for value in given.values]
    codes = Words(given.codes, tuple(name or DEFAULT for name in found))
    default = np.array([*(name is None for name in found), True])[given.codes]
    return Words(np.where(given.codes < 0, len(found), given.codes), (*codes.values, DEFAULT)), default


def listed(name: str, marketplace: str, known: tuple[str, ...] | None = None) -> str | None:
    """The referral category that data/fees/categories.csv gives to a plain name; None when it has none (of `known`)."""
    column = marketplace.lower()
    found = _names()[column].get(name) or None if column in _names() else None
    return found if known is None or found in known else None


def kind(lot: Lot) -> Words:
    """apparel, shoes, bags, jewelry, watches, media, grocery ... ; "" where the category has no name that we know."""
    given = lot.words("category")
    return Words(given.codes, tuple(_names()["kind"].get(plain(value), "") for value in given.values))


def is_kind(lot: Lot, *kinds: str) -> np.ndarray:
    """Whether each item is of one of these kinds; unknown counts as no."""
    words = kind(lot)
    return np.array([*(value in kinds for value in words.values), False])[words.codes]


def product_class(lot: Lot) -> Words:
    """Class of goods of each item, one of CLASSES: as given (in the words of any rate table), else from the category, else non_apparel;
    -1 where a word is given that names none of them."""
    return lot.once("product_class", lambda: _product_class(lot))


def _product_class(lot: Lot) -> Words:
    given = lot.words("product_class")
    said = np.array([*map(_class_code, given.values), _NOT_SAID])[given.codes]
    return Words(np.where(said == _NOT_SAID, is_kind(lot, "apparel").astype(int), said), CLASSES)


def _class_code(text: str) -> int:
    name = plain(text)
    return _CLASS.get(name, _STRANGE) if name else _NOT_SAID


def why_no_class(lot: Lot) -> tuple[str, np.ndarray]:
    """The reason of items whose class of goods is a strange word, for the answers of fees."""
    return "product_class_unknown", product_class(lot).codes < 0
