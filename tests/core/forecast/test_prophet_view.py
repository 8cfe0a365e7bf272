"""What Prophet sees in one series: planted trend, promotion and season must be found."""

import threading

import numpy as np
import pandas as pd
import pytest

from core.errors import NotEnoughData
from core.forecast import prophet_view
from core.forecast.models.prophet import explain
from tests.core.forecast.panels import a_panel
from tests.source import ROOT

WEEKS = 104


@pytest.fixture(scope="module")
def planted():
    """Rises by .2 a week to week 60, falls by .2 after; every tenth week is a promotion of 15 units more."""
    week = np.arange(WEEKS)
    promo = (week % 10 == 3)[None]
    units = (
        20 + 0.2 * np.minimum(week, 60) - 0.2 * np.maximum(week - 60, 0) + 15 * promo[0] + np.random.default_rng(0).normal(0, 0.5, WEEKS)
    )
    units[7] = np.nan
    return explain(a_panel(units[None], promo=promo, first="2023-01-02"), "US")


def test_the_promotion_and_the_bend_of_the_trend_are_found(planted):
    assert planted.components["promo"].max() == pytest.approx(15, rel=0.2)
    assert planted.changepoints["change"].sum() == pytest.approx(-0.4, abs=0.12)


def test_parts_add_up_to_what_was_fitted(planted):
    table = planted.components
    assert len(table) == WEEKS
    assert np.isnan(table["units"].iloc[7])
    assert (table["trend"] + table["yearly"] + table["holidays"] + table["promo"]).to_numpy() == pytest.approx(
        table["fitted"].to_numpy(), abs=1e-6
    )


def test_half_a_year_lies_ahead_in_a_range_that_never_crosses_nor_goes_below_zero(planted):
    ahead = planted.forecast
    assert len(ahead) == 26
    assert (ahead["week"] > planted.components["week"].max()).all()
    assert ((ahead["p10"] >= 0) & (ahead["p10"] <= ahead["p50"]) & (ahead["p50"] <= ahead["p90"])).all()


def test_the_same_question_gets_the_same_answer_and_leaves_the_dice_alone():
    panel = a_panel((10 + np.arange(60.0) % 5)[None], marketplace="UK")
    before = np.random.get_state()[1][:5].tolist()
    first, second = explain(panel), explain(panel)
    assert first.forecast.equals(second.forecast)
    assert np.random.get_state()[1][:5].tolist() == before


def test_a_holiday_of_the_marketplace_is_a_part_of_its_own():
    units = np.full((1, WEEKS), 10.0)
    units[0, [51, 103]] = 60  # the weeks of 25 December in 2023 and 2024
    found = explain(a_panel(units, marketplace="US", first="2023-01-02")).components
    assert found["holidays"].iloc[51] > 10
    assert found["holiday"].iloc[51] == "Christmas Day"
    assert found["holiday"].iloc[35:37].fillna("none").to_list() == ["Labor Day", "none"]  # 4 and 11 September 2023


@pytest.mark.parametrize("marketplace", pd.read_csv(ROOT / "data/reports/marketplaces.csv", keep_default_na=False)["marketplace"])
def test_every_marketplace_has_its_holidays(marketplace):
    assert prophet_view._country(marketplace)


def test_a_prime_event_is_told_from_the_season():
    weeks = pd.date_range("2024-12-02", periods=WEEKS, freq="7D")
    units = np.full((1, WEEKS), 10.0)
    peaks = weeks.isin(pd.to_datetime(["2025-07-07", "2026-06-22"]))  # the weeks of Prime Day
    units[0, peaks] = 60
    found = explain(a_panel(units, marketplace="US", first="2024-12-02")).components
    assert (found["holidays"][peaks] > 10).all()


def test_under_a_year_it_says_so():
    with pytest.raises(NotEnoughData) as told:
        explain(a_panel(np.ones((1, 47))))
    assert told.value.facts == {"needed": 48, "found": 47}


def test_it_stops_when_told_to():
    stop = threading.Event()
    stop.set()
    assert explain(a_panel(np.ones((1, 60))), "US", stop) is None
