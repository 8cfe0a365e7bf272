"""Every model of the race: one shape, no negative and no crossing quantiles, tiny panels. No looking ahead: test_backtest.py."""

import subprocess
import sys
from dataclasses import replace

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays

from core.forecast.models import FAST, MODELS
from core.forecast.outlook import QUANTILES
from core.text import LANGUAGES, catalogue
from tests.core.forecast.panels import NAN, a_panel, some_demand

NAMES = [
    "default",
    "prophet",
    "naive",
    "seasonal_naive",
    "ma",
    "ses",
    "ses_conformal",
    "ets",
    "arima",
    "theta",
    "croston_sba",
    "tsb",
    "imapa",
    "random_forest",
    "lightgbm",
]
CHEAP = ("default", "naive", "ma", "ses", "tsb", "theta")


def outlook(name, panel, weeks=5, quantiles=QUANTILES):
    return MODELS[name].fit(panel).predict(weeks, quantiles)


def must_be_sound(found, series, weeks, quantiles):
    assert found.weekly.shape == found.cumulative.shape == (series, weeks, quantiles)
    assert found.mean.shape == (series, weeks)
    for figures in (found.weekly, found.cumulative, found.mean):
        assert np.isfinite(figures).all()
        assert (figures >= 0).all()
    for figures in (found.weekly, found.cumulative):
        assert (np.diff(figures, axis=2) >= 0).all()
    assert (np.diff(found.cumulative, axis=1) >= 0).all()


def test_every_model_of_the_issue_is_in_the_race():
    assert list(MODELS) == NAMES
    assert all(MODELS[name].name == name for name in NAMES)
    assert set(FAST) < set(NAMES)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_model_and_reason_has_words(lang):
    words = catalogue(lang)
    reasons = ("no_sales", "never_sold", "landed", "short_history", "fit_failed", "clipped")
    assert all(f"forecast.model.{name}" in words for name in NAMES)
    assert all(f"forecast.reason.{reason}" in words for reason in reasons)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize(
    "units",
    [[[1, 0, 2]], [[NAN, NAN, 3]], np.zeros((2, 30)), np.full((1, 30), 7.0), [[NAN] * 20, [0, 5] * 10], [[4, 5, NAN, NAN, 5, 4] * 5]],
    ids=["three weeks", "one week", "all zero", "always the same", "nothing known of one", "gaps"],
)
def test_a_tiny_panel_gets_a_sound_answer(name, units):
    panel = a_panel(units)
    must_be_sound(outlook(name, panel), len(panel), 5, 3)


@pytest.mark.parametrize("name", NAMES)
def test_a_catalogue_gets_a_sound_answer_for_any_quantiles_and_half_a_year(name):
    found = outlook(name, a_panel(some_demand(6, 60)), 26, (0.05, 0.25, 0.5, 0.75, 0.95))
    must_be_sound(found, 6, 26, 5)


@pytest.mark.parametrize("name", CHEAP)
@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    units=arrays(float, st.tuples(st.integers(1, 3), st.integers(3, 30)), elements=st.one_of(st.just(NAN), st.integers(0, 500).map(float)))
)
def test_whatever_was_sold_quantiles_never_cross_and_are_never_negative(name, units):
    must_be_sound(outlook(name, a_panel(units)), len(units), 5, 3)


def test_known_models_say_what_their_books_say():
    panel = a_panel([[1, 2, 3, 4, 5, 6, 7, 8, 9, 10]])
    assert outlook("naive", panel).mean[0] == pytest.approx([10] * 5)
    assert outlook("ma", panel).mean[0] == pytest.approx([(3 + 4 + 5 + 6 + 7 + 8 + 9 + 10) / 8] * 5)
    year = np.arange(60.0)[None]
    assert outlook("seasonal_naive", a_panel(year)).mean[0] == pytest.approx([8, 9, 10, 11, 12])


def test_a_series_too_short_for_a_model_is_answered_by_smoothing_and_said():
    found = outlook("seasonal_naive", a_panel([[2] * 60, [NAN] * 40 + [2] * 20, [NAN] * 60]))
    assert found.model.tolist() == ["seasonal_naive", "ses", "ses"]
    assert found.reason.tolist() == [None, "short_history", "no_sales"]
    assert found.mean[1] == pytest.approx([2] * 5)


def test_a_path_below_zero_is_clipped_and_said():
    falling = np.linspace(40, 1, 40)[None]
    found = outlook("prophet", a_panel(falling), weeks=13)
    assert found.reason.tolist() == ["clipped"]
    assert found.mean[0, -1] == 0


def test_a_series_on_which_the_library_gives_up_is_answered_by_smoothing_and_said(monkeypatch):
    from prophet import Prophet

    def gives_up(self, frame, **_):
        raise RuntimeError("Optimization terminated abnormally")

    monkeypatch.setattr(Prophet, "fit", gives_up)
    found = outlook("prophet", a_panel([[3.0] * 20]))
    assert (found.model[0], found.reason[0]) == ("ses", "fit_failed")
    assert found.mean[0] == pytest.approx([3] * 5)


def test_weeks_that_say_nothing_are_filled_with_what_was_usual_before():
    units = [4, 4, 4, 4, NAN, NAN]
    assert outlook("naive", a_panel([units])).mean[0] == pytest.approx([4] * 5)


def test_importing_the_room_brings_in_no_heavy_library():
    code = "import sys, core.forecast.backtest; print([name for name in ('prophet','statsforecast','lightgbm','sklearn','fugue') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"


def test_a_model_is_a_value_that_can_be_changed_in_one_place():
    assert replace(MODELS["ets"], engine="dask").engine == "dask"
    assert MODELS["ets"].engine is None
