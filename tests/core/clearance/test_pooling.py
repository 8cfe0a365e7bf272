"""Shrinking to category and prior."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.clearance.pooling import category_belief, dersimonian_laird, shrunk

NONE = np.empty(0)


def test_the_spread_between_two_estimates_by_hand():
    """Mean 2, Q = (1 + 1) / 0.5 = 4; (4 − 1) / (4 − 8 / 4) = 1.5."""
    assert dersimonian_laird(np.array([1.0, 3.0]), np.array([0.5, 0.5])) == pytest.approx(1.5)


def test_estimates_that_differ_less_than_chance_have_no_spread():
    assert dersimonian_laird(np.array([1.9, 2.0, 2.1]), np.full(3, 1.0)) == 0


def test_the_spread_that_was_put_in_is_found_again():
    chance = np.random.default_rng(4)
    variance = chance.uniform(0.1, 0.5, 4000)
    estimate = chance.normal(2, 0.7, 4000) + chance.normal(0, np.sqrt(variance))
    assert dersimonian_laird(estimate, variance) == pytest.approx(0.49, rel=0.1)


def test_without_any_other_sku_the_prior_speaks():
    assert category_belief(NONE, NONE, 2.0, 0.8) == pytest.approx((2.0, 0.64))


def test_an_own_estimate_as_sure_as_the_prior_moves_half_way():
    means, sds, others = shrunk(np.array([4.0]), np.array([0.64]), np.array([-1]), 2.0, 0.8)
    assert (means[0], sds[0], others[0]) == (pytest.approx(3.0), pytest.approx(0.8 / np.sqrt(2)), 0)


def test_a_sku_that_cannot_tell_leans_on_its_category():
    """Twenty others near 3.0: closer to 3 than to the prior's 2, and surer than the prior."""
    estimate = np.append(np.full(20, 3.0), np.nan)
    means, sds, others = shrunk(estimate, np.full(21, 0.05), np.zeros(21, int), 2.0, 0.8)
    assert 2.8 < means[-1] < 3.0
    assert sds[-1] < 0.8
    assert others[-1] == 20


def test_its_own_estimate_is_not_counted_twice():
    alone = shrunk(np.array([4.0]), np.array([0.64]), np.array([0]), 2.0, 0.8)
    assert alone[0][0] == pytest.approx(3.0)


@given(
    estimates=st.lists(st.floats(-5, 8), min_size=1, max_size=12),
    sd=st.floats(0.1, 2),
    variance=st.floats(0.01, 20),
)
@settings(max_examples=80, deadline=None)
def test_a_posterior_is_surer_than_either_part_and_never_beyond_both(estimates, sd, variance):
    estimate, variances = np.array(estimates), np.full(len(estimates), variance)
    means, sds, _ = shrunk(estimate, variances, np.zeros(len(estimates), int), 2.0, sd)
    assert (sds <= np.sqrt(variance) + 1e-9).all()
    assert (sds <= np.sqrt(1.5) * sd + 1e-9).all()
    assert (means <= max(estimate.max(), 2.0) + 1e-9).all()
    assert (means >= min(estimate.min(), 2.0) - 1e-9).all()
