"""Ratios of what came over what was expected, where next to nothing was expected."""

import numpy as np

from core.forecast.models.ses_conformal import SesConformal
from tests.core.forecast.panels import a_panel


def test_a_unit_that_came_when_next_to_nothing_was_expected_is_no_thousandfold():
    units = np.zeros((60, 26))
    units[:, 0] = 1  # a level of 0.2 · 0.8^25 is left at the end
    units[::4, 15:] += np.tile([0, 0, 0, 5], 3)[:11]  # a quarter of them sell again
    outlook = SesConformal().fit(a_panel(units)).predict(13, (0.1, 0.5, 0.9))
    assert outlook.cumulative.max() <= 30  # the best quarter so far brought 15


def test_what_never_sold_is_expected_to_sell_nothing():
    units = np.vstack([np.tile([2.0, 0, 3], (40, 10)), np.zeros((1, 30))])
    outlook = SesConformal().fit(a_panel(units)).predict(4, (0.5, 0.9))
    assert outlook.cumulative[40].max() == 0
    assert outlook.cumulative[0].max() > 0
