"""The season of all trade, and how far a catalogue follows it."""

import csv
from datetime import date
from pathlib import Path
from statistics import mean, median

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.forecast import market_season
from core.forecast.panel import Panel
from tests.core.forecast.panels import a_panel

SALES = {row["month"]: float(row["million_usd"]) for row in csv.DictReader(
    (Path(__file__).parents[3] / "data/season/nonstore_retail_us.csv").open(encoding="utf-8"))}  # fmt: skip


def until(end: str, units: np.ndarray) -> Panel:
    """Series of (N, T) units whose newest week begins on `end`."""
    return a_panel(units, first=pd.Timestamp(end) - pd.Timedelta(weeks=max(0, units.shape[1] - 1)))


def a_day(month: date) -> float:
    """Sales a day of one month."""
    after = date(month.year + month.month // 12, month.month % 12 + 1, 1)
    return SALES[month.isoformat()] / (after - month).days


def over_its_year(year: int, month: int) -> float:
    """Sales a day of a month over those of the year around it: half a month at both ends."""
    around = [date(year + (month - 1 + k) // 12, (month - 1 + k) % 12 + 1, 1) for k in range(-6, 7)]
    days = [a_day(each) for each in around]
    return days[6] / (mean([(days[0] + days[12]) / 2, *days[1:12]]))


def test_the_index_of_december_is_the_median_of_the_years():
    of_months = [median(over_its_year(year, month) for year in range(2011, 2024)) for month in range(1, 13)]
    december = market_season.index(pd.DatetimeIndex(["2026-12-13"]))[0]  # its middle day is the month's
    assert december == pytest.approx(of_months[11] / mean(of_months), rel=0.02)
    assert december > 1.25


def test_a_catalogue_of_which_little_is_known_follows_a_third_of_it():
    panel = until("2026-09-07", np.full((3, 4), 5.0))
    assert market_season.of(panel).strength == pytest.approx([0.35] * 3)
    coming = pd.DatetimeIndex(["2026-12-14"])
    newest = (market_season.index(panel.weeks) ** 0.35).mean()
    assert market_season.of(panel).at(coming)[0, 0] == pytest.approx(market_season.index(coming)[0] ** 0.35 / newest)


def test_two_years_in_which_a_catalogue_did_not_follow_it_or_more_than_a_third_are_believed():
    weeks = pd.date_range(end="2026-09-07", periods=104, freq="7D")
    random = np.random.default_rng(3)
    for follows, low, high in ((0.0, 0.0, 0.1), (1.0, 0.85, 1.1)):
        rate = 30 * market_season.index(weeks) ** follows
        units = random.poisson(rate, (50, 104)).astype(float)
        assert low <= market_season.of(until("2026-09-07", units)).strength[0] <= high


def test_one_marketplace_says_nothing_of_another_and_some_have_no_christmas():
    units = np.random.default_rng(1).poisson(30, (20, 104)).astype(float)
    panel = until("2026-09-07", units)
    panel.series.loc[10:, "marketplace"] = "JP"
    panel.series.loc[15:, "marketplace"] = "DE"
    panel.units[15:, :100] = np.nan
    strength = market_season.of(panel).strength
    assert strength[0] < 0.2
    assert list(strength[10:15]) == [0.0] * 5
    assert strength[15:] == pytest.approx(0.35)
    assert market_season.of(panel).at(panel.weeks)[12] == pytest.approx(np.ones(104))


def test_a_catalogue_of_no_series_or_no_weeks_has_an_answer():
    for units in (np.zeros((0, 10)), np.zeros((2, 0))):
        found = market_season.of(until("2026-09-07", units))
        assert found.at(pd.DatetimeIndex(["2026-12-14"])).shape == (len(units), 1)


@settings(deadline=None, max_examples=50)
@given(st.lists(st.integers(0, 50), min_size=1, max_size=80), st.integers(0, 51))
def test_the_newest_quarter_counts_as_one_and_the_season_is_never_far_off(sold, turn):
    end = pd.Timestamp("2026-01-05") + pd.Timedelta(weeks=turn)
    panel = until(str(end.date()), np.array([sold], float))
    found = market_season.of(panel)
    season = found.at(panel.weeks)
    assert season[:, -13:].mean() == pytest.approx(1)
    assert 0 <= found.strength[0] <= 1.5
    assert 0.4 < season.min() <= season.max() < 2
