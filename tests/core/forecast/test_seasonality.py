"""Seasons of categories: learnt together, shrunk by how much was seen, silent where less than a year is known."""

import numpy as np
import pandas as pd
import pytest

from core.forecast.panel import NO_OUTLIERS, Panel
from core.forecast.seasonality import MONTHS, best_quarter, month_of, seasons
from core.forecast.trend import trend

WEEKS = pd.date_range("2024-11-25", periods=104, freq="7D")


def a_panel(units, categories) -> Panel:
    units = np.asarray(units, float)
    series = pd.DataFrame({"marketplace": "US", "sku": [f"S{i}" for i in range(len(units))], "category": categories})
    empty = np.full(units.shape, np.nan)
    return Panel(series=series, weeks=WEEKS[-units.shape[1] :], units=units, price=empty, promo=empty > 0, outliers=NO_OUTLIERS)


def wave(height: float) -> np.ndarray:
    """Ten a week; in the last two months of the year `height` times as much."""
    return np.where(month_of(WEEKS) >= 11, 10.0 * height, 10.0)


def test_a_year_has_thirteen_months_of_four_weeks():
    assert set(month_of(WEEKS)) == set(range(MONTHS))
    assert month_of(pd.DatetimeIndex(["2025-12-29"]))[0] in (0, 12)


def test_a_large_category_keeps_its_own_season_and_a_small_one_leans_on_the_catalogue():
    """50 toys with three times the sales at the year's end, 50 tools without a season, one book without: the book leans to the catalogue."""
    found = seasons(a_panel([wave(3)] * 50 + [wave(1)] * 50 + [wave(1)], ["Toys"] * 50 + ["Tools"] * 50 + ["Books"])).index
    true = 3 / ((11 + 2 * 3) / 13)
    assert found[0, 12] == pytest.approx(true, rel=0.06)
    assert found[50, 12] == pytest.approx(1.0, abs=0.1)
    assert found[50, 12] < found[100, 12] < found[0, 12]


def test_the_mean_of_a_year_is_one():
    found = seasons(a_panel([wave(3)] * 5 + [wave(2)] * 5, ["A"] * 5 + ["B"] * 5)).index
    assert found.mean(axis=1) == pytest.approx(np.ones(10))


def test_less_than_a_year_has_no_season():
    assert (seasons(a_panel([wave(3)[-49:]] * 20, ["A"] * 20)).index == 1).all()


def test_the_best_quarter_of_a_flat_year_is_three_months_of_thirteen():
    assert best_quarter(np.ones((1, MONTHS)))[0] == pytest.approx(3 / 13)


def test_a_trend_is_read_through_noise_and_its_interval_holds_it_about_four_times_in_five():
    rng = np.random.default_rng(3)
    units = rng.poisson(50 * 0.98 ** np.arange(26), (400, 26)).astype(float)
    point, low, high = trend(units)
    assert np.median(point) == pytest.approx(-0.02, abs=0.001)
    assert 0.74 < ((low <= -0.02) & (high >= -0.02)).mean() < 0.86


def test_a_season_is_taken_out_of_the_trend_and_silent_weeks_say_nothing():
    season = np.linspace(1.5, 0.5, 26)[None, :]
    assert trend(40 * season, season)[0][0] == pytest.approx(0.0, abs=1e-6)
    gaps = np.where(np.arange(26) % 5 == 0, np.nan, 100 * 1.03 ** np.arange(26))[None, :]
    assert trend(gaps)[0][0] == pytest.approx(0.03, abs=1e-4)


def test_without_sales_or_weeks_there_is_no_trend():
    assert np.isnan(trend(np.zeros((1, 26)))[0][0])
    assert np.isnan(trend(np.array([[np.nan] * 23 + [1.0, 2, 3]]))[0][0])
