"""The next buy of a kind of product: which price band, which discount floor, how many first, and whether it is too much like what lies.

    price bands    each band of the category by what it recovered, drawn towards the category (attributes.py)
    margin         of a sale at the new price: the share of the price that its nearest neighbours in the category keep (median)
    floor          the price under which a sale leaves less than the best exit: the category's median share of the price
    salvage        what a unit left brings: reviewed clearances of the category where there are, else its best exits (median share of price)
    first order    core/review/first_order.py over the first 13 weeks of the category's products
    alike          TF-IDF over title, SKU, category and price band; slow ones among them are named

Promise: what the catalogue cannot tell stays None, with the reason in `cannot`. Everything is of one marketplace and its currency.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from sklearn.feature_extraction.text import TfidfVectorizer

from core.errors import InputError
from core.review import attributes
from core.review.first_order import Demand, Order, Terms, best, demand

DAYS_A_WEEK = 7.0
_NEIGHBOURS = 7
_STALE = 0.5  # share of the stock aged over 180 days, from which a product is slow
_LONG_WEEKS = 26  # on sale, from which little sold counts as slow for good
_YOUNG_WEEKS = 13
_SLOWEST = 0.25  # of the marketplace's products, by sell-through
_ALIKE = 0.3  # cosine from which two products are alike
_MOST_ALIKE = 8
_LEAST_SLOW = 2
_SAID = ("category", "price_band", "size", "colour", "part", "word")


@dataclass(frozen=True, kw_only=True)
class Idea:
    """A product thought of. category None: any; price: to ask; landed_cost: of a unit; lead_days: of an order."""

    marketplace: str
    category: str | None
    title: str
    price: float
    landed_cost: float
    lead_days: float

    def __post_init__(self):
        for name in ("price", "landed_cost"):
            if not getattr(self, name) > 0:
                raise InputError("idea_money", name=name, value=getattr(self, name))
        if not self.lead_days >= 0:
            raise InputError("idea_money", name="lead_days", value=self.lead_days)


@dataclass(frozen=True, kw_only=True, eq=False)
class Advice:
    """bands: attributes.COLUMNS of the category's price bands; floor_share, floor (price); margin (money of a sale, before its cost);
    salvage (money a unit left), salvage_from (reviews | exits), told_by: products behind it; demand, terms, order; alike: sku, title,
    alike (0..1), slow, recovered, sell_through, stale; cannot: text keys next_buy.cannot.<code>."""

    idea: Idea
    currency: str | None
    bands: pd.DataFrame
    floor_share: float
    margin: float
    salvage: float
    salvage_from: str
    told_by: int
    demand: Demand | None
    terms: Terms | None
    order: Order | None
    alike: pd.DataFrame
    cannot: tuple[str, ...]

    @property
    def floor(self) -> float:
        return self.floor_share * self.idea.price

    @property
    def like_slow(self) -> bool:
        """At least two of what it is like are slow, and by their likeness at least half."""
        near, lies = self.alike["alike"], self.alike["slow"].astype(bool)
        return bool(lies.sum() >= _LEAST_SLOW and near[lies].sum() >= near.sum() / 2)


def advise(products: pd.DataFrame, launches: pd.DataFrame, idea: Idea) -> Advice:
    """products, launches: core.review.catalogue. Raises InputError where a unit left would bring more than it costs."""
    here = products[products["marketplace"] == idea.marketplace].reset_index(drop=True)
    kind = here if idea.category is None else here[here["category"] == idea.category]
    salvage, source, told_by = _salvage(kind, idea)
    margin, wanted = _margin(kind if kind["margin"].notna().any() else here, idea), _demand(here, launches, idea)
    terms = None
    if not np.isnan(margin + salvage):
        terms = Terms(margin=margin, landed=idea.landed_cost, salvage=salvage, lead=idea.lead_days / DAYS_A_WEEK)
    bands = attributes.effects(kind, "recovered")
    known = {"demand": wanted is not None, "margin": not np.isnan(margin), "salvage": not np.isnan(salvage), "bands": len(bands) > 0}
    return Advice(
        idea=idea, currency=_first(here["currency"]), bands=bands[bands["kind"] == "price_band"].reset_index(drop=True),
        floor_share=float(kind["floor_share"].median()), margin=margin, salvage=salvage, salvage_from=source, told_by=told_by,
        demand=wanted, terms=terms, order=best(wanted, terms) if wanted and terms else None, alike=alike(here, idea),
        cannot=tuple(name for name, there in known.items() if not there),
    )  # fmt: skip


def _margin(kind: pd.DataFrame, idea: Idea) -> float:
    """Money of a sale at the new price, as its nearest neighbours in price keep it."""
    known = kind[kind["margin"].notna() & (kind["sales"] > 0)]
    paid = known["sales"] / known["sold"]
    nearest = (np.log(paid) - np.log(idea.price)).abs().sort_values(kind="stable").index[:_NEIGHBOURS]
    return float((known["margin"] / paid).loc[nearest].median() * idea.price)


def _salvage(kind: pd.DataFrame, idea: Idea) -> tuple[float, str, int]:
    """(money a unit left, source, products that told it)."""
    share = (kind["exit"] / kind["price"].where(kind["price"] > 0)).astype(float)
    really = share[kind["reviewed"]].dropna()
    if len(really) and really.median() * idea.price < idea.landed_cost:
        return float(really.median() * idea.price), "reviews", len(really)
    told = share[~kind["reviewed"].astype(bool)].dropna()
    return float(told.median() * idea.price), "exits", len(told)


def _demand(here: pd.DataFrame, launches: pd.DataFrame, idea: Idea) -> Demand | None:
    begun = launches[launches["units_91"].notna()].merge(here[["marketplace", "sku", "category"]], on=["marketplace", "sku"])
    own = begun if idea.category is None else begun[begun["category"] == idea.category]
    return demand(own["units_91"], begun["units_91"])


# --- too much like what lies


def slow(products: pd.DataFrame) -> pd.Series:
    """Whether each lies for long: half of it aged over 180 days, or on sale for half a year and among the quarter that sells least."""
    least = products.groupby("marketplace")["sell_through"].transform("quantile", _SLOWEST)
    long = products["weeks_since_first_sale"].astype(float) >= _LONG_WEEKS
    return (products["stale"] >= _STALE) | (long & (products["sell_through"] <= least))


def alike(here: pd.DataFrame, idea: Idea) -> pd.DataFrame:
    """sku, title, alike, slow, recovered, sell_through, stale of the products it is like, most alike first; of one marketplace. A price
    and a category alone are like too much: without a title, none."""
    new = {"title": idea.title, "category": idea.category, "price": idea.price, "sku": ""}
    rows = pd.concat([here, pd.DataFrame([new | {"currency": _first(here["currency"])}])], ignore_index=True)
    near = _nearness(rows, [len(here)])[0, :-1]
    told = here[["sku", "title", "recovered", "sell_through", "stale"]].assign(alike=near, slow=slow(here))
    near_enough = told["alike"] >= (_ALIKE if idea.title.strip() else np.inf)
    return told[near_enough].sort_values("alike", ascending=False, kind="stable").head(_MOST_ALIKE).reset_index(drop=True)


def like_slow(products: pd.DataFrame) -> pd.DataFrame:
    """marketplace, sku, title, alike, like_sku, like_title: products on sale for less than 13 weeks, or still to come, that are like one
    that lies for long; most alike first."""
    tables = [_young(part.reset_index(drop=True)) for _, part in products.groupby("marketplace")]
    columns = ["marketplace", "sku", "title", "alike", "like_sku", "like_title"]
    told = pd.concat(tables, ignore_index=True) if tables else pd.DataFrame(columns=columns)
    return told.sort_values("alike", ascending=False, ignore_index=True)[columns]


def _young(here: pd.DataFrame) -> pd.DataFrame:
    lies = slow(here).to_numpy(bool)
    weeks = here["weeks_since_first_sale"].astype(float)
    fresh = (weeks < _YOUNG_WEEKS) | (weeks.isna() & (here["inbound"].fillna(0) > 0))
    young = np.flatnonzero(fresh.to_numpy() & ~lies)
    if not len(young) or not lies.any():
        return pd.DataFrame(columns=["marketplace", "sku", "title", "alike", "like_sku", "like_title"])
    near = np.where(lies, _nearness(here, young), -1.0)
    nearest, alike_ = near.argmax(axis=1), near.max(axis=1)
    told = here.loc[young, ["marketplace", "sku", "title"]].assign(
        alike=alike_, like_sku=here["sku"].to_numpy()[nearest], like_title=here["title"].to_numpy()[nearest]
    )
    return told[told["alike"] >= _ALIKE]


def _nearness(rows: pd.DataFrame, places: Sequence[int]) -> np.ndarray:
    """(len(places), N) cosine of what is said of the products at these places with all."""
    said = [[pair for pair in attributes.of(row) if pair[0] in _SAID] for row in rows.to_dict("records")]
    if not any(said):
        return np.eye(len(rows))[list(places)]
    told = TfidfVectorizer(analyzer=list, sublinear_tf=True).fit_transform(said)
    return (told[list(places)] @ told.T).toarray()


def _first(values: pd.Series):
    return next(iter(values.dropna()), None)
