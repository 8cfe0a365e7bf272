"""Advertising: the highest cost of a sale by hand and by the newsvendor, and budgets against the exact ladder at every row."""

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from scipy.stats import nbinom

from core import policy
from core.clearance.ads import BUDGET_COLUMNS, AdCurve, ads
from core.clearance.build import terms_for
from core.clearance.ladder import best_policy
from core.clearance.way import kept
from core.errors import InputError
from tests.core.clearance.cases import an_item, case_a

CURVE = AdCurve.from_policy(policy.load())
SMALL = [{"units": 60, "age_days": 40}]


def test_in_an_overstock_a_unit_that_is_not_sold_leaves_by_the_exit():
    """Case A exits 197 of its 600 today: one unit less is one exit of 1.08 less. 24 · 0.85 − 4.50 = 15.90 before ads of 1.20."""
    found = ads(case_a(), CURVE)
    assert found.margin == pytest.approx(15.9)
    assert found.unit_worth == pytest.approx(1.08, abs=1e-6)
    assert found.highest_cost == pytest.approx(15.9 - 1.08, abs=1e-6)
    assert found.needed_return == pytest.approx(24 / (15.9 - 1.08), abs=1e-6)


def test_the_worth_of_a_single_unit_for_one_week_is_the_newsvendor_s():
    """Kept at today's only price: sold with the chance that anybody comes, else it exits a week later; storage is paid either way."""
    case = case_a(units_by_age=[{"units": 1, "age_days": 10}], horizon_weeks=1, price_shares=[1.0], exit_value=0.5, weekly_decay=0.0)
    nobody = nbinom(10.0, 0.5).pmf(0)
    storage = terms_for(case)[0].storage[0]
    assert ads(case, CURVE).unit_worth == pytest.approx(14.7 * (1 - nobody) + case.beta * 0.5 * nobody - storage)


def test_where_getting_rid_of_a_unit_costs_money_a_sale_may_cost_more_than_its_margin():
    found = ads(case_a(exit_value=-2.0), CURVE)
    assert found.unit_worth < 0
    assert found.highest_cost > found.margin


def test_what_sells_anyway_is_not_worth_advertising():
    """40 fresh units that sell within a month: a sale by advertising only takes the place of another."""
    found = ads(case_a(units_by_age=[{"units": 40, "age_days": 10}], weekly_decay=0.0), CURVE)
    assert found.highest_cost < 2.0
    assert found.best["budget"] == 0
    assert found.best["gain"] == 0


def test_no_ad_can_pay_where_a_sale_leaves_less_than_the_exit():
    found = ads(case_a(fulfilment=19.0, exit_value=1.5, ads=0.0), CURVE)
    assert found.highest_cost <= 0
    assert np.isnan(found.needed_return)
    assert found.best["budget"] == 0


def test_the_first_sale_costs_its_share_of_the_price_and_no_budget_sells_more_than_the_most():
    assert CURVE.units(1e-6, 24.0, 80.0) / 1e-6 == pytest.approx(1 / (0.3 * 24), rel=1e-4)
    assert CURVE.units(1e9, 24.0, 80.0) == pytest.approx(0.5 * 80)
    assert CURVE.units(10.0, 24.0, 0.0) == 0


def test_the_base_is_what_sells_in_the_weeks_without_ads():
    assert ads(case_a(weekly_decay=0.0), CURVE).base_units == pytest.approx(8 * 10)
    assert ads(case_a(weekly_decay=0.0, units_by_age=SMALL), CURVE).base_units == 60


def test_every_budget_brings_what_the_ladder_of_the_stock_that_is_left_says():
    case = an_item()
    found = ads(case, CURVE)
    terms = terms_for(case)[0]
    whole = best_policy(case, terms).worth
    for row in found.budgets.iloc[::6].to_dict("records"):
        left = best_policy(case, kept(terms, 600 - row["units"])).worth
        assert row["gain"] == pytest.approx(row["units"] * found.margin + left - whole - row["budget"], abs=0.3)
    assert found.best["gain"] > 50


def test_the_best_budget_lies_inside_the_rows_and_in_even_steps():
    found = ads(an_item(), CURVE)
    assert list(found.budgets.columns) == list(BUDGET_COLUMNS)
    assert 0 < found.best["budget"] < found.budgets["budget"].max()
    assert found.budgets["budget"].tolist() == pytest.approx([10.0 * i for i in range(len(found.budgets))])


def test_at_the_best_budget_the_next_sale_costs_about_the_highest_that_pays():
    """d budget / d units = first cost / (1 − units / most) = margin − worth, within one step of the budget."""
    found = ads(an_item(), AdCurve(first_cost_share=0.3, most_uplift=0.5, weeks=8))
    next_cost = 0.3 * 24 / (1 - found.best["units"] / (0.5 * found.base_units))
    assert next_cost == pytest.approx(found.highest_cost, rel=0.08)


ITEMS = st.fixed_dictionaries({
    "weekly_demand": st.floats(0.1, 20), "elasticity": st.floats(0.3, 4), "fulfilment": st.floats(0.5, 20), "exit_value": st.floats(-2, 4),
    "ads": st.floats(0, 5), "horizon_weeks": st.integers(1, 8),
})  # fmt: skip


@given(changes=ITEMS, first=st.floats(0.05, 1), uplift=st.floats(0, 2))
@example(changes={"horizon_weeks": 1}, first=1.0, uplift=5e-324)
@settings(max_examples=15, deadline=None)
def test_no_budget_loses_and_each_further_sale_is_dearer(changes, first, uplift):
    found = ads(
        case_a(**changes, units_by_age=SMALL, price_shares=[1.0, 0.7, 0.4]), AdCurve(first_cost_share=first, most_uplift=uplift, weeks=8)
    )
    rows = found.budgets
    assert rows["gain"].iloc[0] == pytest.approx(0, abs=1e-9)
    assert found.best["gain"] >= -1e-9
    assert (rows["units"] <= min(60, uplift * found.base_units) + 1e-6).all()
    assert (rows["cost_per_sale"].dropna().diff().dropna() >= -1e-9).all()


@given(changes=ITEMS)
@settings(max_examples=10, deadline=None)
def test_a_unit_is_never_worth_less_than_its_exit_today(changes):
    """It may leave today, whatever else is done."""
    found = ads(case_a(**changes, units_by_age=SMALL, price_shares=[1.0, 0.6]), CURVE)
    assert found.unit_worth >= changes["exit_value"] - 1e-6


def test_a_stock_too_large_for_single_units_takes_the_mean_of_its_last_part():
    case = case_a(units_by_age=[{"units": 3000, "age_days": 60}])
    assert ads(case, CURVE).unit_worth == pytest.approx(1.08, abs=1e-3)


def test_units_on_their_way_are_worth_something_to_whoever_has_none():
    """All on hand sold now still leaves what comes in: what is lost is not the worth of the whole plan."""
    case = case_a(units_by_age=[{"units": 30, "age_days": 10}], inbound=[{"units": 200, "on": "2026-02-02"}], weekly_decay=0.0)
    policy = best_policy(case, terms_for(case)[0])
    assert policy.worth_of(0.0) > 500
    assert ads(case, CURVE).unit_worth == pytest.approx(policy.worth - policy.worth_of(29.0))


# --- unknown


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"list_price": None}, "price_unknown"),
        ({"weekly_demand": None}, "demand_unknown"),
        ({"longest_in": None}, "dimensions_unknown"),
        ({"weekly_demand": 0}, "no_sales"),
        ({"units_by_age": [{"units": 5, "age_days": None}]}, "age_unknown"),
    ],
)
def test_what_is_not_known_is_no_answer_with_its_reason(changes, reason):
    found = ads(an_item(**changes), CURVE)
    assert found.reason == reason
    assert np.isnan(found.highest_cost)
    assert found.budgets.empty
    assert found.best is None


@pytest.mark.parametrize("wrong", [{"first_cost_share": 0}, {"most_uplift": -1}, {"weeks": 0}])
def test_an_impossible_curve_is_refused(wrong):
    with pytest.raises(InputError):
        replace(CURVE, **wrong)
