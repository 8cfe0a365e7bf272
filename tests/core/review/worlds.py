"""Clearances with a known truth: a plan is believed, and its weeks are drawn from a world that differs from the belief as it said it may."""

from dataclasses import replace

import numpy as np
import pandas as pd

from core.clearance.build import terms_for, uplift
from core.clearance.case import Case
from core.clearance.doubt import of_path
from core.clearance.engine import weekly
from core.review.actuals import Actual
from core.review.course import at_prices
from core.review.subject import Doubt, Subject
from tests.core.clearance.cases import case_a

_NINE = 1.6449 / 1.2816
DOUBT = {"elasticity_sd": 0.8, "demand_sd": 0.25, "liquidation_recovery_share": 0.07}


def believed(chance: np.random.Generator) -> Case:
    """An overstock of 30 to 90 weeks of cover."""
    demand = float(chance.uniform(4, 20))
    units = float(round(demand * chance.uniform(30, 90)))
    ages = tuple((units / 3, int(age)) for age in chance.integers(20, 300, 3))
    return case_a(
        units_by_age=ages, weekly_demand=demand, elasticity=float(chance.uniform(1.2, 3.0)), variance_to_mean=float(chance.uniform(1.2, 3)),
        landed_cost=7.0, **DOUBT,
    )  # fmt: skip


def truth(case: Case, chance: np.random.Generator) -> tuple[float, float]:
    """(elasticity, level) as likely as the belief says."""
    level = float(np.exp(chance.normal(-(case.demand_sd**2) / 2, case.demand_sd)))
    return max(0.0, float(chance.normal(case.elasticity, case.elasticity_sd))), level


def lived(case: Case, price: np.ndarray, true: tuple[float, float], chance: np.random.Generator) -> Actual:
    """What happens at a price a week in a true world, until the weeks end."""
    epsilon, level = true
    base = terms_for(case)[0].demand[: len(price), case.shares.index(1.0)]
    mean = base * uplift(case, price / case.list_price, epsilon) * level
    spread = np.maximum(1e-6, case.variance_to_mean - 1.0)
    drawn = chance.poisson(chance.gamma(mean / spread, spread)).astype(float)
    stock = [case.units]
    sold = np.zeros(len(price))
    for week, wanted in enumerate(drawn):
        sold[week] = min(wanted, stock[-1])
        stock.append(stock[-1] - sold[week])
    return an_actual(case, price, sold, np.array(stock))


def an_actual(case: Case, price: np.ndarray, sold: np.ndarray, stock: np.ndarray | None = None, **changed) -> Actual:
    """Weeks as they were reported; changed: any array of Actual."""
    none = np.zeros(len(sold))
    stock = case.units - np.append(0.0, np.cumsum(np.nan_to_num(sold))) if stock is None else stock
    units = np.nan_to_num(sold)
    facts = {
        "as_of": case.as_of, "stock": stock, "sold": sold, "filled": none.astype(bool), "price": np.asarray(price, float),
        "paid": np.where(units > 0, price, np.nan), "sales": units * price, "promo": none, "received": none, "removed": none,
        "disposed": none, "lost": none, "own_units": none, "own_sales": none, "ledger": True,
    }  # fmt: skip
    return Actual(**(facts | changed))


def subject(case: Case, actual: Actual, planned_price: np.ndarray | None = None) -> Subject:
    """Beside doing nothing, and beside a plan of its own prices if they are given."""
    terms, _ = terms_for(case)
    hold = np.full(terms.weeks, case.shares.index(1.0))
    spread = of_path(case, terms, hold)
    held = weekly(terms, hold).assign(offer=None)
    value = float((held["net"] * case.beta ** held["week"]).sum())
    low, high = spread.p50 - _NINE * (spread.p50 - spread.p10), spread.p50 + _NINE * (spread.p90 - spread.p50)
    return Subject(
        case=case, hold=Doubt(value=value, low=low, high=high), held=held, actual=actual, currency="USD",
        planned=None if planned_price is None else course(case, planned_price),
    )  # fmt: skip


def course(case: Case, price: np.ndarray) -> pd.DataFrame:
    """The expected weeks at the seller's own prices."""
    _, terms, places = at_prices(case, price)
    return weekly(terms, places).assign(offer=None)


def at_horizon(case: Case, weeks: int) -> Case:
    return replace(case, horizon_weeks=weeks)
