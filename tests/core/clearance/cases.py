"""Cases for the tests of this room: the published case A, an item of the catalogue, a few SKUs in the tables' own columns."""

from datetime import date

import numpy as np
import pandas as pd

from core import policy
from core.clearance.case import Case
from core.clearance.terms import Terms

POLICY = policy.load()
BANDS = [[181, 0.5], [211, 1.0], [241, 1.5], [271, 3.8], [301, 4.0], [331, 4.2], [366, 6.9]]
A = {
    "as_of": "2026-01-05", "list_price": 24.0, "weekly_demand": 10, "weekly_decay": 0.01, "variance_to_mean": 2.0,
    "units_by_age": [{"units": 200, "age_days": 60}, {"units": 200, "age_days": 120}, {"units": 200, "age_days": 200}],
    "elasticity": 2.2, "response": "exponential", "referral_share": 0.15, "referral_min": 0.0, "fulfilment": 4.5, "ads": 1.2,
    "unit_ft3": 0.15, "storage_per_ft3_month": 0.78, "surcharge_per_ft3_month": BANDS, "surcharge_min_per_unit": [[366, 0.15]],
    "exit_value": 0.075 * 24 * 0.85 - 0.45, "dispose_fee": 1.04, "horizon_weeks": 26, "discount_rate_year": 0.15,
}  # fmt: skip


def case_a(**changes) -> Case:
    """Case A of clearance.md §5, with what is changed."""
    return Case.from_json(A | changes, POLICY)


def an_item(**changes) -> Case:
    """A kitchen item of the US catalogue, fees by date."""
    facts = {
        "as_of": "2026-11-20", "list_price": 24.0, "weekly_demand": 10, "units_by_age": A["units_by_age"], "price_digits": 2,
        "marketplace": "US", "category": "Home & Kitchen", "longest_in": 12, "median_in": 9, "shortest_in": 2.4, "weight_lb": 0.8,
        "landed_cost": 7.0,
    }  # fmt: skip
    return Case.from_json(facts | changes, POLICY)


def a_planned_item(day: date, **changes) -> Case:
    """The kitchen item on the day of a plan that is looked at later: 320 units, 10 a week."""
    facts = {
        "as_of": day.isoformat(), "sku": "A", "units_by_age": [{"units": 320, "age_days": 60}], "weekly_demand": 10, "horizon_weeks": 13,
        "elasticity_sd": 0.8, "demand_sd": 0.2,
    }  # fmt: skip
    return an_item(**facts | changes)


def a_menu(**changes) -> Case:
    """A case whose menu is the four prices of tiny_terms and nothing else: only its rules are read."""
    found = case_a(**changes)
    object.__setattr__(found, "price_shares", (1.0, 0.7, 0.5, 0.3))
    return found


def tiny_terms(**changes) -> Terms:
    """5 weeks, prices 20/17/14/10, 9 units of two ages, a dearer surcharge in week 3."""
    prices = np.array([20.0, 17.0, 14.0, 10.0])
    weeks = 5
    facts = {
        "units": 9.0, "prices": prices, "margin": np.tile(prices * 0.85 - 4.0, (weeks, 1)),
        "demand": 1.4 * 0.97 ** np.arange(weeks)[:, None] * np.exp(1.8 * (1 - prices / 20.0)), "variance_to_mean": 1.7,
        "cohort_units": np.array([5.0, 4.0]), "storage": np.full(weeks, 0.05),
        "surcharge": np.array([[0.0, 0.1], [0.0, 0.1], [0.0, 0.4], [0.02, 0.4], [0.02, 0.4]]),
        "exits": {}, "exit_value": np.full(weeks + 1, 0.9), "beta": 1 / (1 + 0.15 / 52),
    }  # fmt: skip
    return Terms(**(facts | changes))


def positions(*rows: dict) -> pd.DataFrame:
    """Rows of run_health, as far as screening reads them."""
    usual = {
        "marketplace": "US", "currency": "USD", "price": 24.0, "on_hand": 600, "velocity": 10 / 7, "variance_to_mean": 2.0,
        "category": "Home & Kitchen", "size_tier": None, "longest_in": 12.0, "median_in": 9.0, "shortest_in": 2.4, "weight_lb": 0.8,
        "unit_ft3": 0.15, "landed_cost": 7.0,
    }  # fmt: skip
    return pd.DataFrame([usual | {"sku": f"S{i}"} | row for i, row in enumerate(rows)])


def cohorts(*rows: tuple) -> pd.DataFrame:
    """Rows of run_cohort: (sku, age_days, units)."""
    return pd.DataFrame([{"marketplace": "US", "sku": sku, "age_days": age, "units": units} for sku, age, units in rows])


AS_OF = date(2026, 11, 20)
