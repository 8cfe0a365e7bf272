"""How much more sells when the price falls: measured where the past can tell, told to be assumed where it cannot.

price_response.py fits each SKU, pooling.py shrinks it to its category and to the prior, price_test.py says how to find out.
Prices are those that most order lines paid, never the paid average: bulk discounts would make it look as if cheap weeks sold more
(tests/bench/bench_elasticity.py measures by how much). ε is positive: 1 % cheaper sells about ε % more.
Promise: with less than `least_move` of movement, or in fewer than `least_weeks` weeks, there is no own estimate and `reason` says so.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from statistics import NormalDist

import numpy as np
import pandas as pd

from core.clearance.checks import a_number
from core.clearance.pooling import shrunk
from core.clearance.price_response import KEY, LEAST_SEEN, Fit, Weeks, category_codes, fits, moves, seasons, weeks_of
from core.clearance.price_test import PriceTest, smallest_test
from core.workspace import Workspace, sql

HISTORY_WEEKS = 104
COLUMNS = (
    *("mean", "sd", "low", "high", "source", "weeks", "moves", "reason", "warning", "own", "own_sd"),
    *("test_cut", "test_weeks", "test_units", "test_se"),
)
_HIGHEST = 20.0  # the largest elasticity that a Case takes
_P90 = NormalDist().inv_cdf(0.9)
_RECENT = 26  # weeks from which the pace of a price test is taken


@dataclass(frozen=True, kw_only=True)
class Prior:
    """What is believed of any product, and when its own past counts. mean, sd: of ε; least_move: share of the usual price;
    least_weeks: weeks away from it; variance_to_mean: of weekly units where unknown; test_sd, test_weeks: wanted of a price test."""

    mean: float
    sd: float
    least_move: float
    least_weeks: int
    variance_to_mean: float
    test_sd: float
    test_weeks: int

    @classmethod
    def from_policy(cls, policy: Mapping) -> "Prior":
        own = {name: policy[f"clearance.elasticity_{name}"] for name in ("sd", "least_move", "test_sd")}
        whole = {name: int(policy[f"clearance.elasticity_{name}"]) for name in ("least_weeks", "test_weeks")}
        return cls(mean=policy["clearance.elasticity"], variance_to_mean=policy["clearance.variance_to_mean"], **own, **whole)


@dataclass(frozen=True, kw_only=True)
class Elasticity:
    """mean, sd: of what is believed of ε; low, high: its P10 and P90; source: own | category | prior | typed; weeks: seen; moves: of them,
    away from the usual price; reason: why its own past cannot tell (no_sales, price_unknown, price_steady, few_moves, few_weeks, unstable),
    else None; warning: follows_demand (the price went up after good
    weeks and down after bad ones, so that its own past is not used) or None; own, own_sd: its own estimate; test: what would tell."""

    mean: float
    sd: float
    low: float
    high: float
    source: str
    weeks: int = 0
    moves: int = 0
    reason: str | None = None
    warning: str | None = None
    own: float | None = None
    own_sd: float | None = None
    test: PriceTest | None = None

    @property
    def for_case(self) -> float:
        """The mean as a Case takes it: never below 0."""
        return min(max(self.mean, 0.0), _HIGHEST)


def typed(value: float) -> Elasticity:
    """What the seller knows better. Raises InputError outside 0 … 20."""
    known = a_number("elasticity", value, 0.0, _HIGHEST)
    return Elasticity(mean=known, sd=0.0, low=known, high=known, source="typed")


def price_weeks(ws: Workspace, as_of: date, weeks: int = HISTORY_WEEKS) -> pd.DataFrame:
    """marketplace, sku, category, week, units, price, paid, stockout_days of every SKU (core/sql/clearance/price_weeks.sql)."""
    return ws.frame(sql("clearance/price_weeks"), as_of=as_of, weeks=weeks)


def catalogue(ws: Workspace, as_of: date, prior: Prior) -> pd.DataFrame:
    """elasticities() of the whole workspace."""
    return elasticities(price_weeks(ws, as_of), prior)


def elasticities(rows: pd.DataFrame, prior: Prior) -> pd.DataFrame:
    """A row a SKU: marketplace, sku + COLUMNS. rows: as price_weeks. Words are None and numbers NaN where there is nothing to tell."""
    if rows.empty:
        return pd.DataFrame(columns=[*KEY, *COLUMNS])
    weeks = weeks_of(rows)
    moved = moves(weeks, prior.least_move)
    reasons = _reasons(weeks, moved, prior)
    tried = np.array([reason is None for reason in reasons])
    belief = np.full(len(moved), prior.mean)
    for _ in range(2):  # the season of the second turn knows the elasticities of the first
        found = fits(weeks, seasons(weeks, belief), tried)
        belief, sd, others = _beliefs(weeks, found, prior)
    rows = [_row(weeks, i, found.get(i), (belief[i], sd[i], others[i]), (reasons[i], moved[i]), prior) for i in range(len(moved))]
    return pd.concat([weeks.keys[KEY], _framed(rows)], axis=1)


def elasticity_of(table: pd.DataFrame, marketplace: str, sku: str, prior: Prior) -> Elasticity:
    """One SKU of elasticities(); one that is not in it has never sold."""
    rows = table[(table["marketplace"] == marketplace) & (table["sku"] == sku)].to_dict("records")
    if not rows:
        band = _P90 * prior.sd
        return Elasticity(
            mean=prior.mean, sd=prior.sd, low=prior.mean - band, high=prior.mean + band, source="prior", reason="no_sales"
        )  # fmt: skip
    row = {name: None if pd.isna(value) else value for name, value in rows[0].items()}
    cut = row["test_cut"]
    test = None if cut is None else PriceTest(cut=cut, weeks=int(row["test_weeks"]), units=row["test_units"], se=row["test_se"])
    same = ("mean", "sd", "low", "high", "source", "reason", "warning", "own", "own_sd")
    return Elasticity(weeks=int(row["weeks"]), moves=int(row["moves"]), test=test, **{name: row[name] for name in same})


def one_elasticity(rows: pd.DataFrame, prior: Prior) -> Elasticity:
    """One SKU from its own weeks alone, without a category to lean on."""
    marketplace, sku = rows[KEY].iloc[0]
    return elasticity_of(elasticities(rows, prior), marketplace, sku, prior)


def _reasons(weeks: Weeks, moved: np.ndarray, prior: Prior) -> list[str | None]:
    """Why each SKU cannot tell; None: it can be tried."""
    known, units = weeks.known.sum(axis=1), np.nansum(np.where(weeks.known, weeks.units, 0.0), axis=1)
    checks = (
        ("no_sales", np.nansum(weeks.units, axis=1) <= 0),
        ("price_unknown", (known == 0) | (units <= 0)),
        ("few_weeks", known < LEAST_SEEN),
        ("price_steady", moved == 0),
        ("few_moves", moved < prior.least_weeks),
    )
    return [next((code for code, holds in checks if holds[i]), None) for i in range(len(moved))]


def _framed(rows: list[tuple]) -> pd.DataFrame:
    words = ("source", "reason", "warning")
    frame = pd.DataFrame(rows, columns=list(COLUMNS))
    kinds = {name: object if name in words else float for name in COLUMNS} | {"weeks": int, "moves": int}
    return frame.astype(kinds).assign(**{name: frame[name].astype(object).where(frame[name].notna(), None) for name in words})


def _beliefs(weeks: Weeks, found: Mapping[int, Fit], prior: Prior) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Posterior mean and sd of every SKU, and how many others of its category told. Where the price follows demand every estimate is biased
    towards 0 (true 2.4 comes out near 0.3), so it counts for nothing."""
    own, variance = np.full(len(weeks.keys), np.nan), np.full(len(weeks.keys), np.nan)
    for i, one in found.items():
        own[i], variance[i] = (np.nan, np.nan) if one.follows else (one.elasticity, one.se**2)
    return shrunk(own, variance, category_codes(weeks.keys), prior.mean, prior.sd)


def _row(weeks: Weeks, i: int, one: Fit | None, belief: tuple, told: tuple, prior: Prior) -> tuple:
    """One SKU in the order of COLUMNS."""
    (mean, sd, others), (reason, moved) = belief, told
    source = "own" if one and not one.follows else "category" if others else "prior"
    own = (None, None) if one is None else (one.elasticity, one.se)
    test = None if one is not None and one.se <= prior.test_sd and not one.follows else _test(weeks, i, one, mean, prior)
    return (
        *(mean, sd, mean - _P90 * sd, mean + _P90 * sd, source, weeks.known[i].sum(), moved, reason if one or reason else "unstable"),
        *("follows_demand" if one and one.follows else None, *own),
        *((None,) * 4 if test is None else (test.cut, test.weeks, test.units, test.se)),
    )


def _test(weeks: Weeks, i: int, one: Fit | None, mean: float, prior: Prior) -> PriceTest | None:
    seen = ~np.isnan(weeks.units[i]) & (weeks.exposure[i] > 0)
    units = weeks.units[i, seen][-_RECENT:] / weeks.exposure[i, seen][-_RECENT:]
    if len(units) == 0:
        return None
    lumpy = one.dispersion if one else _dispersion(units, prior.variance_to_mean)
    return smallest_test(float(units.mean()), lumpy, max(mean, 0.0), prior.test_sd, prior.test_weeks, prior.least_weeks)


def _dispersion(units: np.ndarray, usual: float) -> float:
    """Variance of a week over its mean; what is usual where there are too few weeks to see it."""
    return max(1.0, float(units.var(ddof=1) / units.mean())) if len(units) >= LEAST_SEEN and units.mean() > 0 else usual
