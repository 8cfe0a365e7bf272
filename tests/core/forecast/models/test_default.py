"""The default strategy: a distribution for every series, whatever its past."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.forecast import market_season
from core.forecast.models.default import Default
from core.forecast.outliers import capped
from core.forecast.outlook import QUANTILES
from core.forecast.panel import NO_OUTLIERS, Panel

ALONE = Default(foreign_sets=())


def a_panel(units: np.ndarray, category: list | None = None) -> Panel:
    """Series of (N, T) units, weeks to 22 November 2026."""
    count, weeks = units.shape
    series = pd.DataFrame({"marketplace": "US", "sku": [f"S{i}" for i in range(count)], "category": category or [None] * count})
    days = pd.date_range(end="2026-11-16", periods=weeks, freq="7D")
    blank = np.full(units.shape, np.nan)
    return Panel(series=series, weeks=days, units=units, price=blank, promo=np.zeros(units.shape, bool), outliers=NO_OUTLIERS)


def sold_evenly(count: int = 40, weeks: int = 52, rate: float = 6.0) -> np.ndarray:
    return np.random.default_rng(5).poisson(rate, (count, weeks)).astype(float)


def test_eight_in_ten_sums_of_steady_demand_lie_between_p10_and_p90():
    units = sold_evenly(count=300, weeks=65)
    outlook = ALONE.fit(a_panel(units[:, :52])).predict(13, QUANTILES)
    total = units[:, 52:].sum(axis=1)
    held = np.mean((outlook.cumulative[:, 12, 0] <= total) & (total <= outlook.cumulative[:, 12, 2]))
    assert 0.7 <= held <= 0.9
    assert outlook.mean.sum() == pytest.approx(300 * 13 * 6.0, rel=0.05)


def test_a_short_past_leans_on_its_category_and_says_so():
    units = np.vstack([sold_evenly(20, rate=2.0), sold_evenly(20, rate=20.0), np.full((2, 52), np.nan)])
    units[40:, -2:] = 6.0  # two new products, two weeks old
    outlook = ALONE.fit(a_panel(units, ["slow"] * 20 + ["fast"] * 20 + ["slow", "fast"])).predict(13, QUANTILES)
    assert list(outlook.reason[40:]) == ["short_history", "short_history"]
    in_slow, in_fast = outlook.mean[40:].mean(axis=1)
    assert 2 < in_slow < 6 < in_fast < 20


def test_a_short_past_without_a_category_is_not_drawn_to_the_rest_of_the_catalogue():
    units = np.vstack([sold_evenly(40, rate=1.0), np.full((1, 52), np.nan)])
    units[40, -3:] = 60.0  # a launch
    outlook = ALONE.fit(a_panel(units)).predict(13, QUANTILES)
    assert outlook.reason[40] == "short_history"
    assert outlook.mean[40].mean() > 25


def test_a_catalogue_that_has_been_growing_is_expected_to_sell_more_than_its_past_taught():
    grown = a_panel(np.random.default_rng(2).poisson(np.where(np.arange(52) < 44, 5.0, 9.0), (200, 52)).astype(float))
    grown.series["marketplace"] = "JP"  # where no season of trade comes on top
    before, after = (ALONE.fit(known).predict(8, QUANTILES).cumulative[:, 7, 1].mean() for known in (grown.until(44), grown))
    assert before == pytest.approx(8 * 5, rel=0.1)
    assert 8 * 8 < after < 8 * 11


def test_expected_units_of_lumpy_demand_add_up_to_nearly_what_is_sold():
    random = np.random.default_rng(6)
    units = np.where(random.random((300, 65)) < 0.15, random.geometric(0.08, (300, 65)), 0).astype(float)
    outlook = ALONE.fit(a_panel(units[:, :52])).predict(13, QUANTILES)
    assert outlook.mean.sum() == pytest.approx(units[:, 52:].sum(), rel=0.15)


def test_what_never_sold_is_expected_to_sell_nothing_and_says_so():
    units = np.vstack([sold_evenly(3), np.full((1, 52), np.nan)])
    outlook = ALONE.fit(a_panel(units)).predict(26, QUANTILES)
    assert outlook.reason[3] == "never_sold"
    assert outlook.cumulative[3].max() == 0


def test_a_single_series_of_three_weeks_has_an_answer():
    outlook = Default().fit(a_panel(np.array([[3.0, 0.0, 5.0]]))).predict(26, QUANTILES)
    assert 0 < outlook.cumulative[0, 25, 1] < 26 * 10


def test_a_handful_of_weeks_and_nobody_elses_demand_have_an_answer():
    units = np.full((2, 7), np.nan)
    units[1, [4, 6]] = 1.0
    outlook = ALONE.fit(a_panel(units)).predict(5, QUANTILES)
    assert 0 < outlook.cumulative[1, 4, 2] < 30


def test_an_empty_catalogue_has_an_empty_answer():
    assert ALONE.fit(a_panel(np.zeros((0, 10)))).predict(4, QUANTILES).cumulative.shape == (0, 4, 3)


@settings(max_examples=15, deadline=None)
@given(
    st.lists(st.lists(st.one_of(st.integers(0, 30), st.none()), min_size=24, max_size=24), min_size=1, max_size=4),
    st.sets(st.floats(0.02, 0.98), min_size=1, max_size=4),
)
def test_quantiles_are_never_negative_never_cross_and_one_week_is_one_week(rows, shares):
    units = np.array([[np.nan if value is None else value for value in row] for row in rows], dtype=float)
    outlook = ALONE.fit(a_panel(units)).predict(26, tuple(shares))
    for table in (outlook.weekly, outlook.cumulative):
        assert np.isfinite(table).all()
        assert table.min() >= 0
        assert (np.diff(table, axis=2) >= 0).all()
    assert (np.diff(outlook.cumulative, axis=1) >= 0).all()
    assert np.array_equal(outlook.weekly[:, 0], outlook.cumulative[:, 0])


@settings(max_examples=10, deadline=None)
@given(st.integers(0, 2000), st.integers(1, 20))
def test_expected_sums_lie_between_p10_and_p90_also_after_one_giant_order(size, weeks_ago):
    units = sold_evenly(12, weeks=40, rate=3.0)
    units[0, -weeks_ago] = size
    outlook = ALONE.fit(capped(a_panel(units))).predict(26, QUANTILES)
    so_far = np.cumsum(outlook.mean, axis=1)
    assert (outlook.cumulative[:, :, 0] <= so_far + 1e-6).all()
    assert (so_far <= outlook.cumulative[:, :, 2] + 1e-6).all()


def test_one_order_of_a_hundredfold_does_not_make_a_slow_product_a_best_seller():
    usual = sold_evenly(60, weeks=60, rate=3.0)
    for weeks_ago, at_most in ((1, 3.0), (2, 1.6)):  # the newest week is held down less: nobody knows yet whether the next is like it
        units = usual.copy()
        units[0, -weeks_ago] = 300.0
        median = Default().fit(capped(a_panel(units))).predict(13, QUANTILES).cumulative[0, 12, 1]
        assert 13 * 3.0 * 0.8 < median < 13 * 3.0 * at_most


def test_single_weeks_far_off_are_spread_as_they_come_and_their_middle_stays():
    units = sold_evenly(count=300, weeks=78, rate=9.0)
    outlook = ALONE.fit(a_panel(units[:, :52])).predict(26, QUANTILES)
    for week in (4, 13, 26):
        came, said = units[:, 51 + week], outlook.weekly[:, week - 1]
        assert 0.7 <= np.mean((said[:, 0] <= came) & (came <= said[:, 2])) <= 0.9
        assert np.median(said[:, 1]) == pytest.approx(9.0, rel=0.08)
    assert outlook.weekly[:, :, 1].sum(axis=1).mean() == pytest.approx(outlook.cumulative[:, 25, 1].mean(), rel=0.05)


def test_a_product_that_wanders_does_not_spread_the_weeks_of_steady_ones():
    steady = sold_evenly(60, rate=9.0)
    rising = np.random.default_rng(3).poisson(np.linspace(1, 60, 52), (10, 52)).astype(float)
    far = ALONE.fit(a_panel(np.vstack([steady, rising]))).predict(26, QUANTILES).weekly[:60, 25].mean(axis=0)
    assert 3 < far[0] < far[1] < far[2] < 18
    assert far[1] == pytest.approx(9.0, rel=0.15)


def test_christmas_is_expected_of_a_catalogue_that_has_seen_none_and_january_less():
    panel = a_panel(sold_evenly(60, weeks=30))  # 27 April to 22 November
    outlook = ALONE.fit(panel).predict(13, QUANTILES)
    by_week = outlook.mean.sum(axis=0)
    trade = market_season.of(panel).at(pd.date_range("2026-11-23", periods=13, freq="7D"))[0]
    assert by_week[:5].mean() / by_week[-5:].mean() == pytest.approx(trade[:5].mean() / trade[-5:].mean(), rel=0.05)
    assert trade[:5].mean() / trade[-5:].mean() > 1.05
    held = outlook.cumulative[:, 12, 0] < outlook.mean.sum(axis=1)
    assert held.all()


def test_a_catalogue_that_sold_evenly_through_two_christmases_is_expected_to_go_on_evenly():
    outlook = ALONE.fit(a_panel(sold_evenly(60, weeks=104))).predict(13, QUANTILES)
    by_week = outlook.mean.sum(axis=0)
    assert by_week[:5].mean() == pytest.approx(by_week[-5:].mean(), rel=0.05)
