"""The demo seller's products: who sells where, titles, sizes, prices, costs. Everything but description, list price and demand is invented.

Promise: deterministic; a product's invented numbers depend only on its stock code.
"""

import re
import tomllib
import zlib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pandas as pd

BRAND = "Larkmoor"
CURRENCY = {"US": "USD", "UK": "GBP"}
_POUNDS_PER_DOLLAR = 0.79
_HERE = Path(__file__).parent
_CUBIC_INCHES_PER_FT3 = 1728


@dataclass(frozen=True, kw_only=True)
class Role:
    """One listing's part in the story; dates are days of the demo. See roles.toml."""

    code: str
    market: str
    name: str = "healthy"
    opening: tuple[tuple[date, int], ...] = ()
    buys: tuple[dict, ...] = ()
    stops_on: date | None = None
    late: dict | None = None
    launch: float | None = None
    clearance: dict | None = None


@cache
def plan() -> dict:
    """roles.toml as it stands."""
    return tomllib.loads((_HERE / "roles.toml").read_text(encoding="utf-8"))


def families() -> list[dict]:
    """Colours of one product: market, codes, cut, share, on, elasticity, cross. See roles.toml."""
    return plan()["family"]


@cache
def _kinds() -> list[dict]:
    return tomllib.loads((_HERE / "kinds.toml").read_text(encoding="utf-8"))["kind"]


def roles(facts: pd.DataFrame) -> list[Role]:
    """Every listing: those in trouble as named, the rest drawn from codes that sold in every month."""
    named = [_named(row) for row in plan()["listing"]]
    listed = [Role(code=code, market=group["market"], name=group["role"]) for group in plan()["listings"] for code in group["codes"]]
    return named + listed + _healthy(facts, taken={role.code for role in named + listed})


def _named(row: dict) -> Role:
    return Role(
        code=row["code"],
        market=row["market"],
        name=row["role"],
        opening=tuple((date.fromisoformat(received), units) for received, units in row.get("opening", [])),
        buys=tuple(buy | {"on": date.fromisoformat(buy["on"])} for buy in row.get("buys", [])),
        stops_on=date.fromisoformat(row["stops_on"]) if "stops_on" in row else None,
        late=row["late"] | {"on": date.fromisoformat(row["late"]["on"])} if "late" in row else None,
        launch=row.get("launch"),
        clearance=row["clearance"] | {"on": date.fromisoformat(row["clearance"]["on"])} if "clearance" in row else None,
    )


def _healthy(facts: pd.DataFrame, taken: set[str]) -> list[Role]:
    rules = plan()["healthy"]
    pool = facts[_is_steady(facts, rules) & ~facts.index.isin(taken)]
    both = pool.nlargest(rules["in_both"], "lines").index
    needed = [code for code in _data_trouble() if code not in taken]
    rest = sorted(pool.index.drop(both).difference(needed), key=lambda code: chance(f"{rules['seed']}/{code}"))
    markets = ["US"] * rules["only_us"] + ["UK"] * rules["only_uk"]
    single = [Role(code=code, market=market) for code, market in zip(needed + rest, markets, strict=False)]
    split = {(role.code, role.market): role for role in map(_named, plan()["split"])}
    return single + [split.get((code, market), Role(code=code, market=market)) for code in both for market in CURRENCY]


def _data_trouble() -> list[str]:
    data = plan()["data"]
    return [*data["without_cost"], *data["without_dimensions"], *data["leading_zeros"]]


def _is_steady(facts: pd.DataFrame, rules: dict) -> pd.Series:
    """Sold in all twelve months, from the start, and in the last four weeks about as in the four before."""
    recent = facts["last_4_weeks"] / facts["before"].clip(lower=1)
    return (
        facts["lines"].between(rules["fewest_lines"], rules["most_lines"])
        & (facts["months"] == 12)
        & (facts["first_day"] < 40)
        & (facts["list_price"] >= rules["lowest_list_price"])
        & recent.between(0.6, 1.8)
        & (facts["last_4_weeks"] >= 10)
    )


def products(roles_: list[Role], facts: pd.DataFrame) -> pd.DataFrame:
    """One row a listing (marketplace x sku): code, role, ids, title, group, gl, longest/median/shortest_in, unit_ft3, weight_lb,
    price and landed costs in the marketplace's currency, lead_time_days, daily safety days."""
    table = pd.DataFrame([_product(role, facts.loc[role.code]) for role in roles_])
    return table.sort_values(["marketplace", "sku"], ignore_index=True)


def _product(role: Role, fact: pd.Series) -> dict:
    kind = kind_of(fact["description"])
    size = sorted((round(side * _wobble(role.code, f"side{i}", 0.12), 1) for i, side in enumerate(kind["size_in"])), reverse=True)
    unit_ft3 = float(np.prod(size)) / _CUBIC_INCHES_PER_FT3
    dollars = list_price_usd(fact["list_price"])
    return (
        {"code": role.code, "role": role.name, "marketplace": role.market, "currency": CURRENCY[role.market]}
        | _ids(role.code)
        | {"title": f"{BRAND} {title_of(fact['description'])}", "kind": kind["name"], "group": kind["group"], "gl": kind["gl"]}
        | dict(zip(("longest_in", "median_in", "shortest_in"), size, strict=True))
        | {"unit_ft3": round(unit_ft3, 6), "weight_lb": round(kind["weight_lb"] * _wobble(role.code, "weight", 0.2), 2)}
        | _money(role, kind, dollars, unit_ft3)
        | {"lead_time_days": round(32 * _wobble(role.code, "lead", 0.3))}
    )


def _ids(code: str) -> dict:
    number = _number_of(code)
    sku = code.zfill(8) if code in plan()["data"]["leading_zeros"] else f"LM-{code}"
    parent = next((_number_of(family["codes"][0]) for family in families() if code in family["codes"]), number)
    return {"sku": sku, "asin": f"B0ZZ{number}", "parent_asin": f"B0ZP{parent}", "fnsku": f"X0ZZ{number}"}


def _number_of(code: str) -> str:
    """Six characters: 85123A → 85123A, 22138 → 022138."""
    return code.zfill(6)[:6]


def _money(role: Role, kind: dict, dollars: float, unit_ft3: float) -> dict:
    """Landed cost: a share of the price, and sea freight by volume ($9 a cubic foot and 15 cents a piece)."""
    rate = 1.0 if role.market == "US" else _POUNDS_PER_DOLLAR
    return {
        "price": dollars if role.market == "US" else charm(dollars * rate),
        "unit_cost": round(dollars * rate * kind["cost_share"] * _wobble(role.code, "cost", 0.15), 2),
        "first_mile_cost": round(rate * (0.15 + 9 * unit_ft3), 2),
    }


def list_price_usd(list_price_gbp: float) -> float:
    """A retail price for a wholesale one: $7 for bringing it to the door, then four times it, a little less for dear things."""
    return charm(7 + 4 * list_price_gbp**0.9)


def charm(amount: float) -> float:
    """The nearest price that ends in .99, or in .49 below 10."""
    step = 0.5 if amount < 10 else 1.0
    return round(max(1, round(amount / step)) * step - 0.01, 2)


def kind_of(description: str) -> dict:
    """The first kind whose pattern is in the description; the last kind takes everything."""
    return next(kind for kind in _kinds() if re.search(kind["pattern"], description.upper()))


_SHORT = {
    r"\bSET/(\d+)": r"Set of \1",
    r"\bS/(\d+)": r"Set of \1",
    r"\bHLDR\b": "Holder",
    r"\bANT\b": "Antique",
    r"\bDEC\b": "Decoration",
    r"\bPC\b": "Piece",
    r"\bT-LIGHTS?\b": "Tea Light",
    r"\bASSTD\b": "Assorted",
    r"[.\s]+$": "",
}


def title_of(description: str) -> str:
    """SET/5 RED SPOTTY LID GLASS BOWLS → Set of 5 Red Spotty Lid Glass Bowls."""
    words = description.upper()
    for short, full in _SHORT.items():
        words = re.sub(short, full, words)
    return " ".join(_cased(word) for word in re.sub(r"\s*,\s*", ", ", words).split())


def _cased(word: str) -> str:
    if word.lower() in {"of", "and", "in", "with", "for", "the", "a", "to", "on"}:
        return word.lower()
    return word if any(letter.islower() for letter in word) else word[:1] + word[1:].lower()


def _wobble(code: str, what: str, share: float) -> float:
    """1 ± share, the same for the same code every time."""
    return 1 + share * (2 * chance(f"{code}/{what}") - 1)


def chance(key: str) -> float:
    """A number in [0, 1) that depends on the key alone."""
    return zlib.crc32(key.encode()) / 2**32
