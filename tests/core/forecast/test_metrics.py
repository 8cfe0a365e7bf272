"""Scores against arithmetic by hand."""

import numpy as np
import pytest

from core.forecast.metrics import scale, scores, sums
from tests.core.forecast.panels import NAN

SHARES = (0.1, 0.5, 0.9)


def scored(actual, mean, quantiles, scale=(1.0,)):
    return scores(sums(np.array(actual), np.array(mean), np.array(quantiles), SHARES, np.array(scale))).iloc[0]


@pytest.fixture
def one():
    """Sold 10, 0, 4; expected 8, 1, 5."""
    return scored([[10.0, 0.0, 4.0]], [[8.0, 1.0, 5.0]], [[[5, 7, 9], [0, 1, 3], [2, 5, 8]]], scale=[2.0])


def test_point_scores_are_what_the_formulas_say(one):
    assert one["wape"] == pytest.approx((2 + 1 + 1) / 14)
    assert one["wape_p50"] == pytest.approx((3 + 1 + 1) / 14)
    assert one["rmse"] == pytest.approx(((4 + 1 + 1) / 3) ** 0.5)
    assert one["rmsse"] == pytest.approx(((4 + 1 + 1) / 3 / 2.0) ** 0.5)
    assert one["bias"] == pytest.approx((-2 + 1 + 1) / 14)


def test_mape_leaves_out_weeks_without_a_sale_and_counts_them(one):
    assert one["mape"] == pytest.approx((2 / 10 + 1 / 4) / 2)
    assert (one["mape_undefined"], one["points"]) == (1, 3)


def test_pinball_is_the_mean_over_quantiles_over_what_was_sold(one):
    low = 0.1 * 5 + 0 + 0.1 * 2
    middle = 0.5 * 3 + 0.5 * 1 + 0.5 * 1
    high = 0.9 * 1 + 0.1 * 3 + 0.1 * 4
    assert one["pinball"] == pytest.approx((low + middle + high) / 3 / 14)


def test_coverage_counts_both_ends_of_the_range_as_inside(one):
    assert one["coverage_80"] == pytest.approx(2 / 3)


def test_a_week_that_says_nothing_changes_no_score(one):
    more = scored([[10.0, 0.0, 4.0, NAN]], [[8.0, 1.0, 5.0, 99.0]], [[[5, 7, 9], [0, 1, 3], [2, 5, 8], [9, 9, 9]]], scale=[2.0])
    assert more.to_dict() == pytest.approx(one.to_dict())


def test_what_is_undefined_is_nan_and_never_zero():
    nothing_sold = scored([[0.0, 0.0]], [[0.0, 0.0]], [[[0, 0, 0], [0, 0, 0]]], scale=[NAN])
    assert np.isnan(nothing_sold[["wape", "mape", "bias", "pinball", "rmsse"]].to_numpy(float)).all()
    assert nothing_sold["rmse"] == 0
    nothing_known = scored([[NAN]], [[1.0]], [[[0, 1, 2]]])
    assert np.isnan(nothing_known[["rmse", "coverage_80"]].to_numpy(float)).all()


def test_the_scores_of_a_group_come_from_the_sums_of_its_series():
    actual, mean = np.array([[10.0], [30.0]]), np.array([[5.0], [30.0]])
    together = scores(sums(actual, mean, np.zeros((2, 1, 3)), SHARES, np.ones(2)).sum().to_frame().T).iloc[0]
    assert together["wape"] == pytest.approx(5 / 40)
    assert together["rmsse"] == pytest.approx((5 + 0) / 2)


def test_the_scale_is_the_mean_squared_step_of_neighbouring_sums():
    assert scale(np.array([[1.0, 3.0, 3.0, 0.0]]))[0] == pytest.approx((4 + 0 + 9) / 3)
    assert scale(np.array([[1.0, 3.0, 3.0, 0.0]]), 2)[0] == pytest.approx((4 - 3) ** 2)
    assert np.isnan(scale(np.array([[2.0, 2.0, 2.0], [NAN, NAN, 1.0]]))).all()
    assert np.isnan(scale(np.array([[2.0, 1.0]]), 5)).all()
