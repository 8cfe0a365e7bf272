"""Ratios of what came over what was expected, where next to nothing was expected."""

import numpy as np

from core.forecast.models.ses_conformal import SesConformal, _ratios
from tests.core.forecast.panels import a_panel


def test_a_unit_that_came_when_next_to_nothing_was_expected_is_no_thousandfold():
    expected, sold = np.full(40, 0.002), np.ones(40)
    assert _ratios((expected, sold), np.array([0.002]), (0.1, 0.9)).tolist() == [[1.0, 1.0]]  # of 1 unit, not of 0.002
    assert _ratios((np.full(40, 4.0), np.full(40, 6.0)), np.array([4.0]), (0.5,)).tolist() == [[6 / 4]]


def test_what_never_sold_is_expected_to_sell_nothing():
    units = np.vstack([np.tile([2.0, 0, 3], (40, 10)), np.zeros((1, 30))])
    outlook = SesConformal().fit(a_panel(units)).predict(4, (0.5, 0.9))
    assert outlook.cumulative[40].max() == 0
    assert outlook.cumulative[0].max() > 0
