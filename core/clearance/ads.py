"""What advertising may cost: the highest cost of one sale that still beats the unit's next best way, and which budget brings most.

    highest cost of a sale = margin of a sale before ads − (V(n) − V(n − 1))         V: best value of n units (ladder.py), exits included
    return on ad spend needed = price / highest cost of a sale

V(n) − V(n − 1) is what the unit brings if it is not sold now: later, cheaper, or out by the best exit; in an overstock it may be below 0,
and then a sale is worth more than its margin. Budget b over some weeks sells

    units(b) = most · (1 − exp(−b / (first cost · most)))            most = most_uplift · units sold in these weeks without ads

the first one at the first cost (a share of the price), each further one dearer: an assumption, to be typed by the seller.
Gain of a budget = units · margin before ads − (V(n) − V(n − units)) − b. The case's own `ads` stays in V for sales to come.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from core.clearance.build import terms_for
from core.clearance.case import Case
from core.clearance.checks import a_number
from core.clearance.ladder import Policy, best_policy
from core.clearance.terms import FINEST
from core.clearance.thresholds import margin_at

BUDGET_COLUMNS = ("budget", "units", "cost_per_sale", "gain")
_KNOTS = 7  # stocks between which the worth of a unit is taken, to see how far budgets are worth trying
_ROWS = 30
_FEWEST = 1e-6  # extra units under which advertising sells none
_BLOCK = 0.05  # share of a stock too large for single units, whose mean worth stands for that of one


@dataclass(frozen=True, kw_only=True)
class AdCurve:
    """How sales answer to advertising. first_cost_share: cost of the first sale as a share of the price; most_uplift: the most that ads
    add, as a share of what sells without; weeks: how long they run. Raises InputError out of range."""

    first_cost_share: float
    most_uplift: float
    weeks: int

    def __post_init__(self):
        for name, (low, high) in {"first_cost_share": (0.001, 10), "most_uplift": (0, 100), "weeks": (1, 520)}.items():
            object.__setattr__(self, name, a_number(name, getattr(self, name), low, high))
        object.__setattr__(self, "weeks", int(self.weeks))

    @classmethod
    def from_policy(cls, policy: Mapping) -> "AdCurve":
        return cls(**{name: policy[f"clearance.ads_{name}"] for name in cls.__annotations__})

    def units(self, budget, price: float, base_units: float):
        """Extra units that a budget sells; arrays broadcast."""
        most = self.most(base_units)
        return most * (1.0 - np.exp(-np.asarray(budget) / (self.first_cost_share * price * most))) if most > 0 else np.zeros_like(budget)

    def most(self, base_units: float) -> float:
        """Extra units beyond which no budget sells."""
        found = self.most_uplift * base_units
        return found if found >= _FEWEST else 0.0


@dataclass(frozen=True, kw_only=True, eq=False)
class Ads:
    """margin: of a sale before ads; unit_worth: V(n) − V(n − 1); highest_cost: of a sale, at or below 0: no ad can pay; needed_return:
    sales over spend, NaN where none can pay; budgets: BUDGET_COLUMNS, a row a budget from 0 on; best: of these; reason: why no answer."""

    price: float
    margin: float
    unit_worth: float
    highest_cost: float
    needed_return: float
    base_units: float
    budgets: pd.DataFrame
    best: Mapping[str, float] | None
    reason: str | None = None

    @classmethod
    def unknown(cls, reason: str) -> "Ads":
        nothing = dict.fromkeys(("price", "margin", "unit_worth", "highest_cost", "needed_return", "base_units"), float("nan"))
        return cls(**nothing, budgets=pd.DataFrame(columns=list(BUDGET_COLUMNS), dtype=float), best=None, reason=reason)


def ads(case: Case, curve: AdCurve, price: float | None = None) -> Ads:
    """The limits and budgets of advertising one case at a price (left out: today's)."""
    terms, _ = terms_for(case)
    reason = terms.unknown or ("no_sales" if case.weekly_demand == 0 else None)
    if reason:
        return Ads.unknown(reason)
    price = case.list_price if price is None else price
    margin = float(margin_at(case, np.array([price]))[0]) + case.ads
    if np.isnan(margin):
        return Ads.unknown("margin_unknown")
    policy = best_policy(case, terms)
    worth = unit_worth(policy)
    at = terms.demand[: curve.weeks, _nearest(terms.prices, price)]
    base = float(min(at.sum(), case.units))
    budgets = budget_rows(policy, curve, price, margin, base)
    return Ads(
        price=price, margin=margin, unit_worth=worth, highest_cost=margin - worth,
        needed_return=price / (margin - worth) if margin > worth else float("nan"),
        base_units=base, budgets=budgets, best=budgets.loc[budgets["gain"].idxmax()].to_dict(),
    )  # fmt: skip


def unit_worth(policy: Policy) -> float:
    """V(n) − V(n − 1) of the oldest unit; of a stock too large for single units the mean over its last 5 %."""
    units = policy.terms.units
    fewer = min(1.0, units) if units <= FINEST else np.ceil(_BLOCK * units)
    return float(_lost(policy, fewer) / fewer)


def budget_rows(policy: Policy, curve: AdCurve, price: float, margin: float, base_units: float) -> pd.DataFrame:
    """A row a budget in even steps, from 0 to beyond where a further sale costs more than it can bring. BUDGET_COLUMNS."""
    most = min(curve.most(base_units), policy.terms.units)
    sold = np.linspace(0.0, max(most, _FEWEST), _KNOTS)
    budget = _even(_highest_budget(curve, price, margin, np.diff(_lost(policy, sold)) / np.diff(sold), most))
    units = np.minimum(curve.units(budget, price, base_units), most)
    cost = np.divide(budget, units, out=np.full(len(budget), np.nan), where=units > 0)
    return pd.DataFrame({
        "budget": budget, "units": units, "cost_per_sale": cost, "gain": units * margin - _lost(policy, units) - budget
    })  # fmt: skip


def _lost(policy: Policy, extra):
    """What is lost of V where so many units more are sold now: the oldest, first in, first out."""
    return policy.worth_of(policy.terms.units) - policy.worth_of(policy.terms.units - extra)


def _highest_budget(curve: AdCurve, price: float, margin: float, worth: np.ndarray, most: float) -> float:
    """A third more than where a further sale costs the most that any can bring; at least what half of all extra units cost."""
    first, highest = curve.first_cost_share * price, margin - float(worth.min())
    return first * most * max(1.33 * np.log(max(highest / first, 1.0)), 0.7)


def _even(highest: float) -> np.ndarray:
    """Budgets from 0 in steps of 1, 2, 2.5 or 5 times a power of ten, 12 to 31 of them."""
    if not highest > 0:
        return np.zeros(1)
    rough = highest / _ROWS
    power = 10.0 ** np.floor(np.log10(rough))
    step = power * next(size for size in (1.0, 2.0, 2.5, 5.0, 10.0) if size * power >= rough * (1 - 1e-9))
    return step * np.arange(int(np.ceil(highest / step)) + 1)


def _nearest(prices: np.ndarray, price: float) -> int:
    return int(np.argmin(np.abs(prices - price)))
