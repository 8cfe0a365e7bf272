"""Which weeks are held down, and to what."""

import numpy as np
import pandas as pd

from core.forecast.outliers import capped, giants_held, uncapped
from tests.core.forecast.panels import a_panel

USUAL = [4, 6, 5, 4, 6, 5, 4, 6, 5, 4, 6, 5]
# median 5, strays of 1 and 0 whose median is 1, but no less than half of the median: 5 + 6 · 2.5
CAP = 5 + 6 * max(1, 0.5 * 5)


def with_weeks(**sold):
    units = np.array([USUAL], float)
    for week, count in sold.items():
        units[0, int(week[1:])] = count
    return a_panel(units)


def test_a_lone_week_is_held_down_to_six_strays_above_the_median_and_listed():
    panel = with_weeks(w5=100)
    seen = capped(panel)
    assert seen.units[0, 5] == CAP
    assert np.array_equal(np.delete(seen.units, 5), np.delete(panel.units, 5))
    listed = seen.outliers.iloc[0]
    assert (listed["week"], listed["units"], listed["capped"]) == (panel.weeks[5], 100, CAP)


def test_two_high_weeks_side_by_side_are_a_season():
    assert capped(with_weeks(w5=100, w6=90)).outliers.empty


def test_of_the_oldest_and_the_newest_week_nobody_knows_whether_they_are_lone():
    assert capped(with_weeks(w0=100, w11=3 * CAP)).outliers.empty


def test_a_giant_in_the_newest_week_is_held_down_to_three_times_the_cap_until_the_next_week_tells():
    seen = capped(with_weeks(w11=3 * CAP + 1))
    assert seen.units[0, 11] == seen.outliers["capped"].item() == 3 * CAP
    assert capped(with_weeks(w10=100, w11=3 * CAP + 1)).outliers.empty  # the second high week: a season


def test_of_lone_weeks_giants_alone_are_held_down_where_lumps_are_wanted():
    panel = with_weeks(w3=2 * CAP, w7=5 * CAP)
    lumps = giants_held(capped(panel).units, panel.units)[0]
    assert list(lumps[[3, 7]]) == [2 * CAP, 3 * CAP]
    assert np.array_equal(np.delete(lumps, [3, 7]), np.delete(panel.units[0], [3, 7]))


def test_a_series_that_sold_in_few_weeks_has_no_usual_week():
    units = np.array([[3, 0, 0, 200, 0, 4, 0, 5, 0, 3, 0, 4]], float)
    assert capped(a_panel(units)).outliers.empty


def test_what_was_held_down_can_be_had_as_it_was_sold():
    panel = with_weeks(w5=100, w8=70)
    again = uncapped(capped(panel))
    assert np.array_equal(again.units, panel.units)
    assert isinstance(again.outliers, pd.DataFrame)
    assert again.outliers.empty
