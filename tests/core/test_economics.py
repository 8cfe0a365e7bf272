"""Margin, break-even and floor on made-up fee curves; on Amazon's own in tests/core/clearance/test_rates.py."""

import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.economics import Threshold, net_margin, of_segments, referral_charge, segments


def threshold(margin_at, target: float, jumps, highest: float, tick: float = 0.01) -> Threshold:
    starts, ends = segments(jumps, highest, tick)
    return of_segments(starts, ends, margin_at(np.concatenate([starts, ends]) * tick), target, tick)


def test_the_margin_of_case_a():
    """clearance.md §5: 24 − 15 % − 4.50 − 1.20 = 14.70."""
    assert net_margin(24.0, referral=referral_charge(24.0, 0.15), fulfilment=4.5, ads=1.2) == pytest.approx(14.70)


def test_the_referral_minimum_is_due_below_minimum_over_share():
    assert referral_charge(np.array([1.0, 2.0, 4.0]), 0.15, 0.30) == pytest.approx([0.30, 0.30, 0.60])


def test_coupon_and_returns_are_taken_off():
    assert net_margin(10.0, referral=1.5, fulfilment=3.0, coupon=0.6, returns=0.4) == pytest.approx(4.5)


def test_an_unknown_fee_makes_the_margin_unknown():
    assert math.isnan(net_margin(10.0, referral=np.nan, fulfilment=3.0))


def clothing(price):
    """5 % to 15.00, 10 % to 20.00, then 17 % (fees.md §6); 5.00 to ship from 10.00 up, 4.00 below."""
    share = np.select([price <= 15.004, price <= 20.004], [0.05, 0.10], 0.17)
    return price * (1 - share) - np.where(price < 9.995, 4.0, 5.0)


JUMPS = [9.99, 15.0, 20.0]


def test_a_cheaper_price_can_leave_more_than_a_dearer_one():
    """20.00 leaves 20 × 0.90 − 5 = 13.00, 20.01 leaves 20.01 × 0.83 − 5 = 11.61; 13.00 again from 18 / 0.83 = 21.69."""
    found = threshold(clothing, 13.0, JUMPS, 100.0)
    assert found.price == 20.0
    assert found.gaps == ((20.01, 21.68),)
    assert found.safe_price == 21.69


@given(target=st.floats(-3, 40))
@settings(max_examples=80, deadline=None)
def test_the_threshold_is_what_a_search_over_every_cent_finds(target):
    cents = np.arange(1, 6001) / 100
    enough = clothing(cents) >= target - 1e-9
    found = threshold(clothing, target, JUMPS, 60.0)
    assert found.price == cents[enough.argmax()]
    gaps = np.zeros_like(enough)
    for low, high in found.gaps:
        gaps |= (cents >= low - 1e-9) & (cents <= high + 1e-9)
    assert (enough == ((cents >= found.price - 1e-9) & ~gaps)).all()


def test_a_target_beyond_reach_says_so():
    found = threshold(clothing, 500.0, JUMPS, 60.0)
    assert math.isnan(found.price)
    assert found.reason == "never_reached"


def test_an_unknown_margin_says_so():
    assert threshold(lambda prices: prices * np.nan, 1.0, [], 60.0).reason == "margin_unknown"


def test_a_currency_without_cents_has_whole_prices():
    assert threshold(lambda prices: prices * 0.85 - 300, 100.0, [], 5000.0, tick=1.0).price == 471  # 400 / 0.85 = 470.6
