"""A robust trend: exact on a line, unmoved by an odd file, with an interval that holds what it says."""

import numpy as np
import pytest

from core.market.trend import UNKNOWN, Trend, difference, trend

MONTHS = np.arange(26) * 7 / 30.44


def test_a_line_gives_its_slope_and_one_odd_file_changes_nothing():
    logs = 5 - 0.08 * MONTHS
    assert trend(MONTHS, logs).point == pytest.approx(-0.08)
    logs[9] += 3
    assert trend(MONTHS, logs).point == pytest.approx(-0.08)


def test_fewer_than_four_values_say_nothing():
    assert trend(MONTHS[:3], np.zeros(3)) == UNKNOWN
    assert not UNKNOWN.known


def test_an_interval_of_eighty_percent_holds_the_truth_in_about_eight_of_ten_also_where_neighbours_are_alike():
    rng, held = np.random.default_rng(3), []
    for _ in range(400):
        noise = np.zeros(26)
        for at in range(1, 26):
            noise[at] = 0.5 * noise[at - 1] + rng.normal(0, 0.05)
        found = trend(MONTHS, noise)
        held.append(found.low <= 0 <= found.high)
    assert 0.7 < np.mean(held) < 0.95


def test_the_errors_of_a_difference_add_as_squares():
    found = difference(Trend(-0.1, -0.13, -0.07), Trend(-0.02, -0.06, 0.02))
    assert found.point == pytest.approx(-0.08)
    assert found.high - found.point == pytest.approx((0.03**2 + 0.04**2) ** 0.5)
