"""The smallest price test that would tell."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clearance.price_test import CUTS, smallest_test


def test_the_standard_error_of_a_test_by_hand():
    """100 a week, pure chance, ε 2: a cut of 10 % sells 100 · 0.9^−2 = 123.5; 4 weeks of each."""
    test = smallest_test(100, 1.0, 2.0, se=0.8, weeks=12, least_weeks=4)
    assert (test.cut, test.weeks) == (0.10, 8)
    assert test.units == pytest.approx(4 * (100 + 100 / 0.81))
    assert test.se == pytest.approx(np.sqrt((1 / 400 + 0.81 / 400) / np.log(0.9) ** 2))


def test_its_standard_error_holds_in_simulation():
    """10 a week, variance twice the mean, ε 2: estimates of many repeated tests scatter by the se that was promised."""
    test = smallest_test(10, 2.0, 2.0, se=0.8, weeks=12, least_weeks=4)
    chance, pairs = np.random.default_rng(3), test.weeks // 2
    today = chance.negative_binomial(10 * pairs, 0.5, 20_000)
    cut = chance.negative_binomial(10 * pairs * (1 - test.cut) ** -2, 0.5, 20_000)
    found = np.log(cut / today) / -np.log(1 - test.cut)
    assert found.std() == pytest.approx(test.se, rel=0.05)
    assert test.se <= 0.8


def test_a_slow_seller_needs_the_deepest_cut_and_more_weeks():
    test = smallest_test(4, 2.0, 2.0, se=0.8, weeks=12, least_weeks=4)
    assert test.cut == CUTS[-1]
    assert test.weeks > 12


@pytest.mark.parametrize("weekly", [0.0, 0.05, float("nan")])
def test_what_hardly_sells_cannot_be_tested_within_a_year(weekly):
    assert smallest_test(weekly, 2.0, 2.0, se=0.8, weeks=12, least_weeks=4) is None


@given(weekly=st.floats(0.5, 500), more=st.floats(1.0, 5), se=st.floats(0.3, 1.5))
@settings(max_examples=80, deadline=None)
def test_who_sells_more_never_needs_a_deeper_cut(weekly, more, se):
    small, large = (smallest_test(units, 2.0, 2.0, se=se, weeks=12, least_weeks=4) for units in (weekly, weekly * more))
    assert small is None or (large.cut <= small.cut and large.se <= se + 1e-9)
