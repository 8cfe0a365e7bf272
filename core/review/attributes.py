"""What winners have in common and losers too: effect of each attribute, drawn towards the whole by how little is known of it.

Attributes: category, brand, price band, site, channel, and what stands in SKU and title: size, colour, parts, words.

    effect    mean of the products that have it − mean of all, each beside the mean of its own site (but for the site itself)
    shrunk    its posterior mean under   effect_i ~ N(θ_i, s²/n_i), θ_i ~ N(0, τ²)   with τ unknown, over all attributes of a kind

s² is the variance of products around their own attribute's mean, τ is summed over on a grid, so that neither few attributes nor few
products pass for knowledge. low to high: the middle nine of ten. Source: Gelman et al., Bayesian Data Analysis, 3rd ed., 5.4 (the
hierarchical normal model). Promise: an attribute of fewer than LEAST products is not told at all.
"""

import csv
import re
from functools import cache
from itertools import pairwise
from pathlib import Path

import numpy as np
import pandas as pd

from core.review import groups

KINDS = ("category", "brand", "price_band", "site", "channel", "size", "colour", "part", "word")
COLUMNS = ("kind", "value", "skus", "mean", "effect", "shrunk", "low", "high", "verdict")
WINNER, LOSER, UNSURE = "winner", "loser", "unsure"
LEAST = 2
_BETTER = {"recovered": 1.0, "sell_through": 1.0, "stale": -1.0}
_BANDS = (0, 5, 10, 15, 20, 30, 50, 75, 100, 150, 200, 500, 1000, 2000, 5000, 10_000, float("inf"))
_POINTS = 60
_HELD = (0.02, 0.98)  # quantiles at which single figures are held: one freak is no attribute
_NINE = 1.6449
_PARTS, _WORDS = re.compile(r"[^\W_]+"), re.compile(r"[^\W\d_]{3,}|[\u3400-\u9fff]{2,}")
_COLOURS = Path(__file__).parents[2] / "data/review/colours.csv"


def of(row: dict) -> set[tuple[str, str]]:
    """(kind, value) of one product. row: sku, title, category, brand, marketplace, channel, price, currency; unknown: left out."""
    title, sku = _text(row.get("title")).lower(), _text(row.get("sku"))
    parts = {part.upper() for part in _PARTS.findall(sku) if len(part) > 1 and not part.isdigit()}
    words = set(_WORDS.findall(title))
    named = {"category": row.get("category"), "brand": row.get("brand"), "site": row.get("marketplace"), "channel": row.get("channel")}
    named |= {"price_band": band(row.get("price"), row.get("currency")), "size": groups.size(sku)}
    found = {(kind, str(value)) for kind, value in named.items() if _text(value)}
    found |= {("colour", colour) for word, colour in colours().items() if word in words or word.upper() in parts}
    return found | {("part", part) for part in parts} | {("word", word) for word in words}


def band(price: float | None, currency: str | None) -> str | None:
    """The price band, ends included below: USD 10–15; None where the price is unknown."""
    if price is None or pd.isna(price) or price < 0:
        return None
    low, high = next(ends for ends in pairwise(_BANDS) if ends[0] <= price < ends[1])
    return f"{_text(currency)} {low}{'+' if high == float('inf') else f'–{high}'}".strip()


@cache
def colours() -> dict[str, str]:
    """word → colour of data/review/colours.csv."""
    lines = [line for line in _COLOURS.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return {row["word"]: row["colour"] for row in csv.DictReader(lines)}


def effects(products: pd.DataFrame, measure: str) -> pd.DataFrame:
    """COLUMNS, the best first. products: catalogue.products; measure: of catalogue.MEASURES. verdict: winner or loser where nine of ten
    lie on one side of the whole, else unsure. Empty where nothing is known."""
    known = products[products[measure].notna()]
    if known.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    pairs = _pairs(known, known[measure].astype(float))
    tables = [_of_kind(kind, part, _BETTER[measure]) for kind, part in pairs.groupby("kind", sort=False)]
    told = pd.concat([table for table in tables if not table.empty] or [pd.DataFrame(columns=list(COLUMNS))], ignore_index=True)
    return told.sort_values("shrunk", ascending=_BETTER[measure] < 0, ignore_index=True)[list(COLUMNS)]


def _pairs(known: pd.DataFrame, figure: pd.Series) -> pd.DataFrame:
    """kind, value, place (of the product), figure, beside (less what is usual): a row an attribute of a product."""
    held = figure.clip(*figure.quantile(list(_HELD)))
    beside = pd.DataFrame(
        {"figure": held, "of_all": held - held.mean(), "of_site": held - held.groupby(known["marketplace"]).transform("mean")}
    )
    records = zip(known.to_dict("records"), beside.itertuples(index=False), strict=True)
    rows = [
        (kind, name, place, told.figure, told.of_all if kind == "site" else told.of_site)
        for place, (row, told) in enumerate(records)
        for kind, name in of(row)
    ]
    return _told_once(pd.DataFrame(rows, columns=["kind", "value", "place", "figure", "beside"]))


def _told_once(pairs: pd.DataFrame) -> pd.DataFrame:
    """Values of a kind that the same products have stand together: words of one name, not two lessons."""
    theirs = pairs.sort_values(["kind", "value", "place"]).groupby(["kind", "value"])["place"].agg(tuple).reset_index()
    name = theirs.groupby(["kind", "place"])["value"].transform(" + ".join)
    named = pairs.merge(theirs.assign(name=name)[["kind", "value", "name"]], on=["kind", "value"])
    return named.assign(value=named["name"]).drop_duplicates(["kind", "value", "place"])


def _of_kind(kind: str, pairs: pd.DataFrame, better: float) -> pd.DataFrame:
    grouped = pairs.groupby("value")
    table = grouped.agg(skus=("figure", "size"), mean=("figure", "mean"), effect=("beside", "mean")).reset_index()
    spread = pairs["beside"] - grouped["beside"].transform("mean")
    freedom = len(pairs) - len(table)
    table = table[table["skus"] >= LEAST].reset_index(drop=True)
    if freedom < 1 or table.empty:
        return pd.DataFrame(columns=list(COLUMNS))
    effect, within = table["effect"].to_numpy(), float((spread**2).sum() / freedom)
    shrunk, sd = shrink(effect, within / table["skus"].to_numpy(float))
    low, high = shrunk - _NINE * sd, shrunk + _NINE * sd
    good, bad = (low > 0, high < 0) if better > 0 else (high < 0, low > 0)
    verdict = np.select([good, bad], [WINNER, LOSER], UNSURE)
    return table.assign(kind=kind, shrunk=shrunk, low=low, high=high, verdict=verdict)


def shrink(effect: np.ndarray, variance: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """(posterior mean, its sd) of effects with known sampling variances around 0, τ flat between 0 and twice the largest effect."""
    variance = np.maximum(variance, 1e-12)
    tau2 = np.linspace(0.0, 2.0 * max(float(np.abs(effect).max()), 1e-6), _POINTS)[:, None] ** 2
    total = tau2 + variance
    log = -0.5 * (np.log(total) + effect**2 / total).sum(axis=1)
    weight = np.exp(log - log.max())
    weight /= weight.sum()
    share = tau2 / total
    mean = weight @ (share * effect)
    second = weight @ (share * variance + (share * effect) ** 2)
    return mean, np.sqrt(np.maximum(0.0, second - mean**2))


def _text(value) -> str:
    return "" if value is None or pd.isna(value) else str(value).strip()
