"""The 90-day median rolls along a ladder."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clearance.promotion import Promotion
from core.clearance.was_price import WINDOW, discount_counts, median, reference


def test_the_median_counts_units_not_weeks():
    """10 units at 20, 30 at 15: half of the 40 were sold at 15."""
    assert median(np.array([20.0, 15.0]), np.array([10.0, 30.0])) == 15
    assert median(np.array([20.0, 15.0]), np.array([30.0, 10.0])) == 20
    assert median(np.array([20.0, 15.0]), np.array([10.0, 10.0])) == 20, "the higher of two"


def test_after_a_cut_the_reference_stays_until_half_of_ninety_days_units_were_sold_lower():
    """10 a week at 20, then 10 a week at 15: 7 of 13 weeks are needed."""
    found = reference(np.full(20, 15.0), np.full(20, 10.0), 20.0, 10.0)
    assert found.was.tolist() == [20.0] * 7 + [15.0] * 13
    assert found.back_after == 7


def test_faster_sales_at_the_lower_price_drag_the_reference_down_sooner():
    """30 a week at 15: 4 weeks give 120 units against 90 of the 9 weeks at 20 before."""
    found = reference(np.full(20, 15.0), np.full(20, 30.0), 20.0, 10.0)
    assert found.was.tolist()[:5] == [20.0] * 4 + [15.0]
    assert found.back_after == 10, "30 × 3 weeks = 90 against 10 × 10 weeks"


def test_a_price_that_never_moved_stays_the_reference():
    found = reference(np.full(5, 20.0), np.full(5, 10.0), 20.0, 10.0)
    assert (found.was == 20).all()
    assert found.back_after is None


@given(cuts=st.lists(st.floats(0, 0.3), min_size=1, max_size=30), pace=st.floats(0.1, 50))
@settings(max_examples=40, deadline=None)
def test_on_a_way_down_the_reference_is_never_under_the_price_so_a_coupon_always_counts(cuts, pace):
    prices = 20 * np.cumprod(1 - np.array(cuts))
    found = reference(prices, np.full(len(prices), pace), 20.0, pace)
    assert (found.was >= prices - 1e-9).all()
    assert all(discount_counts(price, 0.05, was) for price, was in zip(prices, found.was, strict=True))
    assert found.back_after is None or found.back_after <= WINDOW


def test_a_coupon_on_the_full_price_after_a_clearance_does_not_count_as_a_discount():
    found = reference(np.full(13, 12.0), np.full(13, 30.0), 20.0, 10.0)
    assert not discount_counts(20.0, 0.2, found.was[-1]), "16 is over the 12 that customers paid"
    assert discount_counts(20.0, 0.45, found.was[-1])


def test_a_coupon_that_runs_too_long_becomes_the_price_it_is_measured_against():
    """20 % off 20 for 10 units a week: 7 of 13 weeks at 16, and 16 is no longer under the median."""
    coupon = Promotion(kind="coupon", discount=0.2)
    found = reference(np.full(10, 20.0), np.full(10, 10.0), 20.0, 10.0, [coupon] * 10)
    assert found.was.tolist() == [20.0] * 7 + [16.0] * 3
    assert found.no_discount == (7, 8, 9)


def test_what_was_paid_in_a_deal_is_not_in_the_median():
    deal = Promotion(kind="best_deal", discount=0.2)
    found = reference(np.full(10, 20.0), np.full(10, 50.0), 20.0, 10.0, [deal] * 10)
    assert (found.was == 20.0).all()
    assert found.no_discount == ()


def test_no_sales_leave_a_reference_of_the_weeks():
    assert reference(np.full(3, 10.0), np.zeros(3), 20.0, 0.0).was[0] == pytest.approx(20.0)
