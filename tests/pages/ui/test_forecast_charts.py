"""Charts of the forecast page: every picture has its words, a fixed height, the marks it should have, and asks nothing outside."""

import json
from datetime import date, timedelta

import numpy as np
import pandas as pd
import pytest

from core.text import LANGUAGES
from pages.ui import charts


def a_past(**changed) -> pd.DataFrame:
    weeks = pd.date_range("2026-06-01", periods=10, freq="7D")
    return pd.DataFrame({"week": weeks, "units": 5, "known": 5.0, "held": np.nan, "promo": False, "out": False} | changed)


def ahead(**more) -> pd.DataFrame:
    weeks = pd.date_range("2026-08-10", periods=13, freq="7D")
    return pd.DataFrame({"week": weeks, "p10": 2.0, "p50": 4.0, "p90": 8.0} | more)


def marks(chart) -> list[str]:
    return [layer["mark"]["type"] for layer in chart.to_dict()["layer"]]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_fan_tells_its_past_and_its_median(lang, theme):
    spec = charts.fan(a_past(), ahead(), lang, theme).to_dict()
    # 10 x 5 sold, 13 x 4 expected
    assert "50" in spec["description"]
    assert "52" in spec["description"]
    assert spec["height"] == 320
    spec.pop("$schema")
    assert "http" not in json.dumps(spec)


def test_marks_are_drawn_only_where_there_is_something_to_mark():
    plain = len(marks(charts.fan(a_past(), ahead(), "en", "light")))
    out = [number == 3 for number in range(10)]
    marked = a_past(out=out, promo=out, held=[3.0 if one else np.nan for one in out])
    assert len(marks(charts.fan(marked, ahead(), "en", "light"))) == plain + 3
    assert "rect" in marks(charts.fan(marked, ahead(), "en", "light"))


def test_another_forecast_is_laid_over_with_its_band_where_it_has_one():
    plain = len(marks(charts.fan(a_past(), ahead(), "en", "light")))
    assert len(marks(charts.fan(a_past(), ahead(), "en", "light", ahead(name="Prophet")))) == plain + 2
    assert len(marks(charts.fan(a_past(), ahead(), "en", "light", ahead(name="said")[["week", "p50", "name"]]))) == plain + 1


def test_a_past_without_a_sale_still_has_a_picture():
    assert charts.fan(a_past().head(0), ahead(), "en", "light").to_dict()["description"]


def test_where_nothing_is_sold_or_expected_the_axis_has_a_length_of_its_own():
    spec = charts.fan(a_past().head(0), ahead(p10=0.0, p50=0.0, p90=0.0), "en", "light").to_dict()
    scales = [layer["encoding"]["y"].get("scale") for layer in spec["layer"] if "y" in layer.get("encoding", {})]
    assert {"domain": [0, 1]} in scales


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sums_name_the_stock_they_draw_on(lang):
    days = [date(2026, 8, 9) + timedelta(weeks=week) for week in range(3)]
    rows = pd.DataFrame({"day": days, "p10": [0, 1, 2], "p50": [0, 2, 4], "p90": [0, 4, 8]})
    said = json.dumps(charts.sums(rows, {"On hand": 30}, lang, "light").to_dict())
    assert "On hand: 30" in said
    plain = charts.sums(rows, {}, lang, "light")
    other = pd.DataFrame({"day": days, "p50": [0, 3, 6], "name": "Prophet"})
    assert marks(charts.sums(rows, {}, lang, "light", other)) == [*marks(plain), "line"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_stock_tells_the_days_worth_knowing(lang):
    days = [date(2026, 8, 9) + timedelta(weeks=week) for week in range(3)]
    left = pd.DataFrame({"day": days, "p10": [9.0, 2, 0], "p50": [9.0, 5, 0], "p90": [9.0, 7, 5], "with_inbound": [12.0, 8, 3]})
    gone = pd.DataFrame([(days[2], "gone", True)], columns=["day", "said", "bad"])
    spec = charts.burn_down(left, gone, 2.0, lang, "light").to_dict()
    assert "gone" in spec["description"]
    none = charts.burn_down(left.assign(with_inbound=left["p50"]), gone.head(0), 0.0, lang, "light")
    assert len(marks(none)) == 3


@pytest.mark.parametrize(
    ("start", "each", "safety", "place"),
    [
        (600, 40, 160, (False, False)),  # the line begins far above it
        (200, 20, 160, (True, False)),  # the line runs through it at the left and is gone at the right
        (170, 1, 160, (False, True)),  # it stays close above all the way
        (10, 0, 1, (False, False)),  # so low nothing fits below it
    ],
)
def test_the_name_of_the_safety_stock_stands_where_no_line_runs_through_it(start, each, safety, place):
    units = np.maximum(0.0, start - each * np.arange(14.0))
    days = [date(2026, 8, 9) + timedelta(weeks=week) for week in range(14)]
    left = pd.DataFrame({"day": days, "p10": units, "p50": units, "p90": units, "with_inbound": units})
    none = pd.DataFrame([], columns=["day", "said", "bad"])
    layer = charts.burn_down(left, none, safety, "en", "light").to_dict()["layer"]
    name = next(one["mark"] for one in layer if one["mark"]["type"] == "text")
    assert (name["align"] == "right", name["baseline"] == "top") == place


def test_a_safety_stock_above_all_lines_is_within_the_picture():
    days = [date(2026, 8, 9) + timedelta(weeks=week) for week in range(3)]
    left = pd.DataFrame({"day": days, "p10": 1.0, "p50": 1.0, "p90": 1.0, "with_inbound": 1.0})
    layer = charts.burn_down(left, pd.DataFrame([], columns=["day", "said", "bad"]), 90.0, "en", "light").to_dict()["layer"]
    assert layer[0]["encoding"]["y"]["scale"]["domain"][1] > 90


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_race_puts_the_best_on_top_and_draws_the_naive_line(lang):
    scores = pd.DataFrame({"model": ["naive", "default", "arima"], "pinball": [0.3, 0.1, np.nan]})
    spec = charts.race(scores, "default", "naive", lang, "light").to_dict()
    shown = next(iter(spec["datasets"].values()))
    assert [row["error"] for row in shown] == [0.1, 0.3]
    assert "rule" in [layer["mark"]["type"] for layer in spec["layer"]]
    # layers that share an axis say the same of it, else the browser draws nothing
    assert {json.dumps(layer["encoding"]["x"], sort_keys=True) for layer in spec["layer"]}.__len__() == 1


@pytest.mark.parametrize("name", ["trend", "yearly"])
def test_a_component_is_drawn_with_the_bends_of_the_trend(name):
    weeks = pd.date_range("2026-01-05", periods=5, freq="7D")
    parts = pd.DataFrame({"week": weeks, "units": 3.0, "trend": [1.0, 2, 3, 4, 5], "yearly": 0.5, "holidays": 0.0, "promo": 0.0})
    bends = pd.DataFrame({"week": weeks[[2]], "change": [0.5]})
    kinds = marks(charts.component(parts, name, bends, "en", "dark"))
    assert ("rule" in kinds) == (name == "trend")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_earlier_forecasts_have_a_bar_a_dot_and_a_tick_each(lang):
    rows = {"as_of": [date(2026, 8, 2), date(2026, 8, 9)], "expected": [8.0, 4], "p10": [2.0, 1], "p90": [20.0, 9], "sold": [10.0, 5]}
    chart = charts.past_forecasts(pd.DataFrame(rows), lang, "dark")
    assert marks(chart) == ["bar", "point", "tick"]
    # 8 + 4 expected, 10 + 5 sold
    assert "12" in chart.to_dict()["description"]
    assert "15" in chart.to_dict()["description"]
