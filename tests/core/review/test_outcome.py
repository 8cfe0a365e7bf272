"""What a clearance brought: every figure by hand on a small case, and what cannot be told said so."""

from dataclasses import replace
from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.review.attribution import channels
from core.review.course import follow, scale, worth
from core.review.difference import learned, waterfall
from core.review.outcome import outcome
from tests.core.clearance.cases import case_a
from tests.core.review.worlds import an_actual, subject

# Case A: 600 units at 24.00, margin at 24 is 14.70, at 18 is 18·0.85 − 4.5 − 1.2 = 9.60; 0.15 ft³ × 0.78 × 12/52 = 0.027 a unit and week
STORAGE = 0.15 * 0.78 * 12 / 52
KNOWN = {"units_by_age": [{"units": 300, "age_days": 20}], "landed_cost": 7.0, "demand_sd": 0.0, "elasticity_sd": 0.0}


def a_case(**changes):
    return case_a(**(KNOWN | changes))


SCALES = {weeks: scale(a_case(), weeks) for weeks in range(1, 13)}


@pytest.fixture(scope="module")
def cleared():
    """300 young units gone in three weeks at 18.00: 120, 120, 60."""
    case = a_case()
    return subject(case, an_actual(case, np.full(3, 18.0), np.array([120.0, 120.0, 60.0])))


def test_revenue_discount_margin_and_recovery_are_counted_by_hand(cleared):
    found = outcome(cleared)
    assert (found.units, found.revenue, found.discount) == (300, pytest.approx(300 * 18.0), pytest.approx(1 - 18 / 24))
    assert found.gross_margin == pytest.approx(300 * (9.6 - 7.0))
    storage = STORAGE * (300 + 180 + 60)
    assert (found.holding, found.surcharge) == (pytest.approx(storage), 0.0)
    assert found.net_cash == pytest.approx(300 * 9.6 - storage)
    assert found.recovery == pytest.approx((300 * 9.6 - storage) / (300 * 7.0))
    assert (found.sell_through, found.left, found.finished) == (1.0, 0.0, True)


def test_half_and_nine_tenths_of_the_cash_came_on_days_straight_within_a_week(cleared):
    found = outcome(cleared)
    # half of 300 after 120 in week 1 and 30 of the 120 of week 2; nine tenths after 30 of the 60 of week 3
    assert found.days_50 == pytest.approx(7 + 7 * 30 / 120)
    assert found.days_90 == pytest.approx(14 + 7 * 30 / 60)


def test_roi_is_what_it_brought_over_doing_nothing_by_the_landed_cost_of_what_left(cleared):
    found = outcome(cleared)
    assert found.roi == pytest.approx((found.value - found.hold_value) / (300 * 7.0))
    assert found.effect == pytest.approx(found.value - found.hold_value)
    assert found.effect_low == pytest.approx(found.value - found.hold_high)


def test_storage_avoided_is_what_doing_nothing_would_have_paid_in_those_weeks_less_what_was_paid(cleared):
    found = outcome(cleared)
    assert found.holding_avoided == pytest.approx(cleared.held["holding"].iloc[:3].sum() - found.holding)
    assert found.holding_avoided > 0


def test_doing_nothing_itself_has_no_effect_wherever_the_review_cuts():
    """The worth of what is left is that of holding it on, so the expected course of doing nothing is worth its value after any weeks."""
    case = a_case(variance_to_mean=1.0, weekly_demand=8)
    for weeks in (1, 4, 13, 26):
        held = subject(case, an_actual(case, np.full(1, 24.0), np.ones(1))).held
        sold = held["sold"].to_numpy()[:weeks]
        found = outcome(subject(case, an_actual(case, np.full(weeks, 24.0), sold)))
        assert found.effect == pytest.approx(0.0, abs=0.002 * found.hold_value)


def test_units_that_were_removed_bring_what_the_door_brings(cleared):
    case = a_case(remove_fee=1.04, own_channel_value_share=0.5)
    none = np.zeros(1)
    gone = an_actual(case, np.full(1, 24.0), none, np.array([300.0, 0.0]), removed=np.array([300.0]))
    found = outcome(subject(case, gone))
    own = case.own_value - 1.04
    assert found.net_cash == pytest.approx(300 * own)
    assert (found.out, found.holding, found.capital) == (300, 0, 2100)


def test_what_amazon_paid_for_liquidated_units_counts_in_place_of_the_rates_as_late_as_the_money_comes():
    """80.00 for 100 of the 300 units that left; the others went home."""
    case = a_case(remove_fee=1.04, own_channel_value_share=0.5)
    gone = an_actual(case, np.full(1, 24.0), np.zeros(1), np.array([300.0, 0.0]), removed=np.array([300.0]))
    told = subject(case, gone)
    later = case.beta ** (case.liquidation_cash_days / 7)
    own, paid = case.own_value - 1.04, replace(told, liquidated=(100.0, 80.0))
    by_rate = outcome(replace(told, liquidated=(100.0, 0.0))).net_cash  # the door is the liquidation then
    assert outcome(paid).net_cash - by_rate == pytest.approx(80.0 * later)
    assert outcome(replace(told, liquidated=(300.0, 240.0))).net_cash == pytest.approx(240.0 * later)
    assert outcome(told).net_cash == pytest.approx(300 * own)
    steps = waterfall(paid, learned(paid))
    assert round(steps.expected + sum(steps.steps.values()), 2) == steps.actual
    assert channels(paid).set_index("channel").loc["removed", "net"] == pytest.approx(outcome(paid).net_cash)


def test_a_month_that_amazon_charged_more_for_sets_holding_right_and_the_rest_stays_at_the_rates(cleared):
    """January has 31 days; 5 January is the day of the plan, so 21 of them lie in the three weeks."""
    charged = pd.DataFrame([{"fee": "storage", "period_start": date(2026, 1, 1), "period_end": date(2026, 1, 31), "amount": 62.0}])
    found = outcome(replace(cleared, charged=charged))
    assert found.holding == pytest.approx(62.0 * 21 / 31)


def test_a_surcharge_counts_in_the_week_of_its_day(cleared):
    charged = pd.DataFrame([{"fee": "aged_surcharge", "period_start": date(2026, 1, 15), "period_end": date(2026, 1, 15), "amount": 9.0}])
    assert outcome(replace(cleared, charged=charged)).surcharge == pytest.approx(9.0)


def test_without_landed_cost_recovery_and_roi_are_unknown_and_the_effect_is_not():
    case = a_case(landed_cost=None)
    found = outcome(subject(case, an_actual(case, np.full(2, 18.0), np.array([120.0, 120.0]))))
    assert all(np.isnan([found.recovery, found.roi, found.gross_margin, found.capital]))
    assert np.isfinite(found.effect)


def test_weeks_without_data_are_named_and_too_many_of_them_leave_no_verdict():
    case = a_case()
    unknown = np.array([60.0, np.nan, np.nan, 60.0])
    found = outcome(subject(case, an_actual(case, np.full(4, 18.0), unknown)))
    assert found.missing == (date(2026, 1, 13), date(2026, 1, 20))
    assert (found.verdict, found.reason, found.unseen) == ("not_enough", "weeks_missing", 2)


def test_units_sold_at_an_unknown_price_leave_money_unknown_with_its_reason():
    case = a_case()
    actual = an_actual(case, np.full(2, 18.0), np.array([60.0, 60.0]), sales=np.array([np.nan, 1080.0]))
    found = outcome(subject(case, actual))
    assert np.isnan(found.revenue)
    assert found.units == 120


@settings(deadline=None, max_examples=60)
@given(
    sold=st.lists(st.integers(0, 60), min_size=1, max_size=12), price=st.floats(6, 24), out=st.integers(0, 40), arrived=st.integers(0, 40)
)
def test_units_balance_and_money_is_the_sum_of_its_weeks(sold, price, out, arrived):
    course, rule = follow(200.0, np.array(sold, float), out=out, arrivals=arrived), SCALES[len(sold)]
    assert course.exited.sum() + course.sold.sum() + course.left == pytest.approx(200 + arrived * len(sold))
    weekly = price * course.sold + 1.0 * course.exited - rule.held(course.kept)
    assert worth(rule, course, price, 1.0) == pytest.approx(weekly @ rule.discount[:-1] + rule.discount[-1] * rule.left_over(course.left))
