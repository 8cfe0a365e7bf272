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
_SAME = {"standard": 0, "non_dangerous": 0, "apparel_footwear_bags": 1, "hazmat": 2}  # other tables' words for the classes of goods


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
    """non_apparel, apparel or dangerous_goods: as given, else from the category, else non_apparel."""
    classes = ("non_apparel", "apparel", "dangerous_goods")
    given = lot.words("product_class").recode({name: i for i, name in enumerate(classes)} | _SAME)
    return Words(np.where(given >= 0, given, is_kind(lot, "apparel").astype(int)), classes)
