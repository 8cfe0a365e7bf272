"""The course of a policy adds up: to its value, to the units on hand, to certainty."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clearance.build import terms_for
from core.clearance.ladder import best_policy
from core.clearance.walk import walk
from tests.core.clearance.cases import an_item, case_a

CASES = st.fixed_dictionaries({
    "weekly_demand": st.floats(0.1, 20), "elasticity": st.floats(0.3, 4), "fulfilment": st.floats(1, 8), "exit_value": st.floats(-1, 4),
    "unit_ft3": st.floats(0.01, 1), "horizon_weeks": st.integers(1, 8), "max_changes": st.integers(0, 3), "exit_cost": st.floats(0, 0),
    "inbound": st.sampled_from([(), ({"units": 11, "on": "2026-01-20"},)]),
})  # fmt: skip


def walked(case, levels=1000):
    terms, _ = terms_for(case)
    policy = best_policy(case, terms, levels)
    return terms, policy, walk(policy)


@given(changes=CASES)
@settings(max_examples=25, deadline=None)
def test_the_course_is_worth_the_policy_and_every_unit_is_accounted_for(changes):
    case = case_a(**changes, units_by_age=[{"units": 25, "age_days": 100}, {"units": 12, "age_days": 300}])
    terms, policy, course = walked(case)
    rows = course.weekly
    assert (rows["net"] * terms.beta ** rows["week"]).sum() == pytest.approx(policy.worth, rel=1e-9, abs=1e-9)
    assert rows["sold"].sum() + rows["exited"].sum() == pytest.approx(37 + terms.arrivals.sum(), rel=1e-9)
    assert course.chance.sum(axis=1) == pytest.approx(np.ones(terms.weeks + 1))
    assert rows["sold_out"].between(-1e-12, 1 + 1e-12).all()


def test_case_a_is_sold_out_as_published():
    """Source: clearance.md §5: P(sold out by the start of week 20/24/26)."""
    rows = walked(case_a())[2].weekly.set_index("week")
    assert [round(float(rows.loc[week, "sold_out"]), 4) for week in (20, 24, 26)] == [0.0, 0.0079, 0.1227]


def test_where_most_leaves_at_once_the_course_still_adds_up():
    case = case_a(units_by_age=[{"units": 4000, "age_days": 150}], weekly_demand=3)
    terms, policy, course = walked(case, levels=60)
    rows = course.weekly
    assert policy.sent > 0
    assert (rows["net"] * terms.beta ** rows["week"]).sum() == pytest.approx(policy.worth, rel=1e-9)
    assert rows["sold"].sum() + rows["exited"].sum() == pytest.approx(4000)


def test_a_promotion_that_pays_is_named_in_its_weeks():
    case = an_item(promotions=[{"kind": "ads", "uplift": 2.0, "per_unit": 1.0, "from_week": 2, "to_week": 4}])
    rows = walked(case)[2].weekly
    assert rows["offer"].iloc[:6].tolist() == [None, None, "ads", "ads", "ads", None]
