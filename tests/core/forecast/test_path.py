"""Days on a path of weeks: sums, the day a stock is sold, what is left. Expected numbers by hand, and against the plain loop."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.forecast.path import average_left, day_reached, left, paths_of, sold_by, sum_by

STEPS = np.array([[7.0, 14.0, 0.0, *[21.0] * 23]])


def test_within_a_week_every_day_sells_the_same():
    """7, then 14: after 10 days 7 + 3 x 2."""
    assert sold_by(STEPS, 10)[0] == pytest.approx(7 + 3 * 2)
    assert sold_by(STEPS, np.array([[0, 7, 21]]))[0] == pytest.approx([0, 7, 21])


def test_beyond_the_last_week_the_last_eight_weeks_go_on():
    """21 a week at the end: 3 a day."""
    assert sold_by(STEPS, 182 + 5)[0] == pytest.approx(STEPS.sum() + 5 * 3)


def test_a_stock_lasts_until_the_sum_reaches_it():
    sums = np.cumsum(STEPS, axis=1)
    assert day_reached(sums, np.array([7 + 4.0]))[0] == pytest.approx(7 + 2)
    assert day_reached(sums, np.array([0.0]))[0] == 0
    assert day_reached(sums, np.array([21.0]))[0] == 14  # the empty third week adds no day


def test_beyond_26_weeks_it_lasts_at_the_mean_pace_and_without_sales_nobody_knows():
    sums = np.cumsum(STEPS, axis=1)
    assert day_reached(sums, np.array([2 * STEPS.sum()]))[0] == pytest.approx(2 * 182)
    assert np.isnan(day_reached(np.zeros((1, 26)), np.array([5.0]))[0])
    assert np.isnan(day_reached(sums, np.array([np.nan]))[0])


@given(st.lists(st.floats(0, 50), min_size=26, max_size=26), st.integers(0, 700), st.integers(0, 230), st.integers(1, 31))
def test_the_fast_way_is_the_plain_loop_day_by_day(weeks, on_hand, start, length):
    path, stock = np.array([weeks]), np.array([float(on_hand)])
    daily = [weeks[day // 7] / 7 if day < 182 else sum(weeks[-8:]) / 8 / 7 for day in range(start + length)]
    fine, here, held = 200, float(on_hand), []
    for day in range(start + length):
        for _ in range(fine):
            held += [max(0.0, here - daily[day] / fine / 2)] if day >= start else []
            here -= daily[day] / fine
    assert left(stock, path, start + length)[0] == pytest.approx(max(0.0, here), abs=1e-6)
    assert average_left(stock, path, start, length)[0] == pytest.approx(sum(held) / len(held), abs=0.01 * max(1.0, max(daily)))


@given(st.lists(st.integers(0, 50), min_size=26, max_size=26), st.floats(0.1, 2000))
def test_on_the_day_it_is_reached_the_sum_is_the_stock(weeks, units):
    sums = np.cumsum([weeks], axis=1)
    day = day_reached(sums, np.array([units]))
    assert np.isnan(day[0]) if sums[0, -1] == 0 else sum_by(sums, day)[0] == pytest.approx(units, rel=1e-6, abs=1e-6)


def test_a_run_stored_before_there_were_forecasts_depletes_at_its_measured_pace():
    import pandas as pd

    stored = pd.DataFrame({"velocity": [2.0, None], "demand_path": [None, None]})
    assert paths_of(stored)[:, 0].tolist() == [14.0, 0.0]
