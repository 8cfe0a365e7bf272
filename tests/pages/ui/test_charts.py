"""Charts: every SKU has a place, every level its colour and shape, every picture its words, and nothing calls outside."""

import json
import math
from datetime import date

import numpy as np
import pandas as pd
import pytest

from core.text import LANGUAGES
from pages.ui import charts
from pages.ui.charts.points import AXES, MANY, crowd, labelled, place, span
from pages.ui.charts.stock import banded

LINES = {"turnover": 4.0, "stock_value": 1000.0, "age_days": 90.0, "cover_days": 90.0}


def a_table(skus: int = 8, **changed) -> pd.DataFrame:
    """A risk table of `skus` SKUs over all levels; `changed` sets whole columns."""
    rank = np.arange(skus)
    columns = {
        "marketplace": "US", "sku": [f"S{number}" for number in rank], "title": "Pad", "currency": "USD", "level": rank % 4,
        "turnover": 0.5 + rank % 17, "stock_value": 50.0 + 37 * rank, "list_value": 90.0 + 70 * rank, "cover_days": 5.0 + rank % 400,
        "age_days": 3.0 + rank % 500, "on_hand": 10, "money_at_stake": rank * 1.0, "quadrant_value": "clear_now", "quadrant_age": "flowing",
    }  # fmt: skip
    return pd.DataFrame(columns | changed)


def words_of(chart) -> str:
    return json.dumps(chart.to_dict(), ensure_ascii=False)


# --- the matrix


@pytest.mark.parametrize("axes", AXES)
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_matrix_has_log_axes_all_levels_and_alt_text(axes, lang, theme):
    spec = charts.matrix(a_table(), axes, lang, theme, lines=LINES).to_dict()
    said = json.dumps(spec)
    assert spec["description"]
    assert spec["height"] == 470
    assert '"type": "log"' in said
    for colour in charts.palette(theme).levels:
        assert colour in said
    for shape in ("circle", "square", "diamond", "triangle-up"):
        assert shape in said


def test_the_matrix_asks_nothing_of_the_outside_world():
    spec = charts.matrix(a_table(), "value", "en", "light", lines=LINES).to_dict()
    spec.pop("$schema")
    said = json.dumps(spec)
    assert "http" not in said
    assert '"url"' not in said


def test_the_picked_sku_is_a_parameter_with_the_neutral_id():
    spec = charts.matrix(a_table(), "value", "en", "light", start="US|S3").to_dict()
    pick = next(one for one in spec["params"] if one["name"] == charts.PICK)
    assert pick["select"]["fields"] == ["id"]
    assert pick["value"] == [{"id": "US|S3"}]


@pytest.mark.parametrize("axes", AXES)
@pytest.mark.parametrize("column", ["turnover", "cover_days", "age_days", "stock_value"])
def test_a_sku_without_a_number_still_has_a_place(axes, column):
    table = a_table(**{column: [None, 0.0, *[100.0] * 6]})
    placed, x, y = place(table, AXES[axes], LINES)
    assert len(placed) == len(table)
    assert placed["x"].between(*x.domain).all()
    assert placed["y"].between(*y.domain).all()


def test_dead_stock_stands_in_the_band_that_says_no_sales():
    table = a_table(turnover=[0.0, *[3.0] * 7], cover_days=[None, *[60.0] * 7])
    by_value, x, _ = place(table, AXES["value"], LINES)
    assert by_value.loc[0, "x"] < x.low
    by_age, x, _ = place(table, AXES["age"], LINES)
    assert by_age.loc[0, "x"] > x.high
    assert "no sales" in words_of(charts.matrix(table, "value", "en", "light", lines=LINES))


def test_no_days_of_cover_is_little_not_missing():
    placed, x, _ = place(a_table(cover_days=[0.0, *[60.0] * 7]), AXES["age"], LINES)
    assert placed.loc[0, "x"] == x.low
    assert not x.banded


def test_an_unknown_cost_stands_hollow_at_list_value():
    placed, _, _ = place(a_table(stock_value=[None, *[500.0] * 7], list_value=700.0), AXES["value"], LINES)
    assert placed.loc[0, "hollow"]
    assert placed.loc[0, "y"] == 700.0


def test_costs_all_unknown_still_make_a_picture():
    table = a_table(stock_value=np.nan)
    assert charts.matrix(table, "value", "en", "light", lines=LINES).to_dict()


def test_the_same_sku_stands_at_the_same_place_whatever_else_is_shown():
    table = a_table(turnover=0.0)
    both, alone = place(table, AXES["value"], LINES)[0], place(table.tail(4), AXES["value"], LINES)[0]
    # the axis may move with what is shown; the place inside the band may not
    share = {name: np.log(frame["x"]).rank().to_dict() for name, frame in {"both": both.loc[alone.index], "alone": alone}.items()}
    assert share["both"] == share["alone"]


def test_up_to_many_skus_each_has_its_mark():
    shown, cells = crowd(*place(a_table(MANY), AXES["value"], LINES))
    assert len(shown) == MANY
    assert cells.empty


def test_a_crowd_is_counted_in_cells_and_nobody_is_lost():
    placed, x, y = place(a_table(5000), AXES["value"], LINES)
    shown, cells = crowd(placed, x, y)
    assert len(shown) <= MANY
    assert len(shown) + cells["count"].sum() == 5000
    assert (shown["level"] > 0).all()
    # the worst are drawn one by one
    assert set(placed[placed["level"] == 3].nlargest(100, "size").index) <= set(shown.index)


def test_names_stand_only_at_the_worst_and_never_over_each_other():
    table = a_table(400)
    placed, x, y = place(table, AXES["value"], LINES)
    names = labelled(placed, x, y)
    assert 0 < len(names) <= 4
    assert (names["level"] >= 2).all()
    spots = list(zip(names["across"], names["up"], strict=True))
    assert all(abs(a[0] - b[0]) > 0.3 or abs(a[1] - b[1]) > 0.07 for a in spots for b in spots if a is not b)


def test_no_names_in_a_crowd_or_a_small_picture():
    for chart in (charts.matrix(a_table(2000), "value", "en", "light"), charts.matrix(a_table(), "value", "en", "light", small=True)):
        assert '"name:N"' not in words_of(chart)
        assert '"field": "name"' not in words_of(chart)


def test_quadrants_are_counted_with_their_money():
    table = a_table(4, quadrant_value=["keep", "keep", "clear_now", None], stock_value=[1000.0, 500.0, 2000.0, 900.0])
    said = words_of(charts.matrix(table, "value", "en", "light", lines=LINES))
    assert "SKUs: 2 · $1,500" in said
    assert "SKUs: 1 · $2,000" in said


def test_amounts_of_several_currencies_are_not_summed():
    table = a_table(2, currency=["USD", "GBP"])
    assert "$" not in words_of(charts.matrix(table, "value", "en", "light", lines=LINES)).replace("$schema", "")


def test_without_limits_no_quadrants_are_drawn():
    assert "CLEAR NOW" not in words_of(charts.matrix(a_table(), "value", "en", "light"))


def test_lines_are_those_of_one_marketplace():
    limits = pd.DataFrame(
        {"marketplace": ["US", "UK"], "turnover_limit": [4.0, 2.0], "value_limit": 9.0, "age_limit": 90, "cover_limit": 90}
    )
    assert charts.lines(limits, "UK")["turnover"] == 2.0
    assert charts.lines(limits, None) == {}
    assert charts.lines(limits, "JP") == {}


# --- one SKU


def test_age_bars_put_every_unit_into_one_band():
    ages = pd.DataFrame({"age_days": [0, 90, 91, 180, 181, 270, 271, 365, 366, 2000], "units": [1.0] * 10})
    assert banded(ages)["units"].tolist() == [2.0] * 5


def test_weekly_sales_say_their_sum():
    weeks = pd.DataFrame({"week": pd.date_range("2026-06-01", periods=3, freq="W-MON"), "units": [1, 2, 4], "stockout_days": [0, None, 3]})
    spec = charts.weekly_sales(weeks, "en", "light").to_dict()
    assert "7 in all" in spec["description"]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_option_bars_put_most_money_on_top_and_leave_the_unknown_to_words(lang):
    options = pd.DataFrame({"option": ["hold", "liquidate_all", "remove_all", "dispose_all"], "value": [10.0, 30.0, np.nan, -5.0]})
    options = options.assign(p10=options["value"] - 2, p50=options["value"], p90=options["value"] + 2)
    spec = charts.option_bars(options, "liquidate_all", "USD", lang, "light").to_dict()
    rows = next(data for data in spec["datasets"].values() if len(data) > 1)
    assert [row["value"] for row in rows] == [30.0, 10.0, -5.0]
    assert [row["best"] for row in rows] == [True, False, False]


def test_the_price_curve_marks_the_prices_worth_knowing():
    curve = pd.DataFrame({"price": [10.0, 15.0, 20.0], "value": [100.0, 180.0, 150.0]})
    marks = pd.DataFrame(
        {"kind": ["chosen", "best", "today", "break_even"], "price": [10.0, 15.0, 20.0, 12.0], "value": [100.0, 180.0, None, None]}
    )
    said = words_of(charts.price_curve(curve, marks, "USD", "en", "light"))
    assert "break-even" in said
    assert "$15.00" in said


def test_a_break_even_outside_the_picture_is_left_to_words():
    curve = pd.DataFrame({"price": [10.0, 20.0], "value": [100.0, 100.0]})
    marks = pd.DataFrame({"kind": ["break_even", "chosen"], "price": [35.0, 10.0], "value": [math.nan, 100.0]})
    assert "break-even" not in words_of(charts.price_curve(curve, marks, "USD", "en", "light"))


def test_the_surcharge_falls_on_the_fifteenth_of_its_week():
    # a week from 9 December is charged for 10 to 16 December
    weekly = pd.DataFrame({"week": [0, 1, 2], "units": [9.0, 8.0, 7.0], "surcharge": [0.0, 0.0, 4.0]})
    due = charts.charge_days(weekly, date(2026, 11, 25))
    assert due["day"].tolist() == [date(2026, 12, 15)]
    assert due["charge"].tolist() == [4.0]


def test_a_stock_path_has_a_line_a_plan_and_its_words():
    weekly = pd.DataFrame({"week": [0, 1], "units": [9.0, 4.0], "surcharge": [0.0, 0.0]})
    paths = pd.concat([charts.path(weekly, date(2026, 11, 25), plan) for plan in ("at $9", "at $10")])
    spec = charts.stock_path(paths, charts.charge_days(weekly, date(2026, 11, 25)), "en", "light").to_dict()
    assert "at $9, at $10" in spec["description"]
    assert "4 at the end" in spec["description"]


def test_the_corner_beyond_the_line_has_room_for_its_name():
    """Sold between once and eight times a year, the line at 7.5: what lies beyond it takes 22 % of the width at least."""
    axis = span(pd.Series([1.0, 4.0, 8.0]), 7.5, missing="left", has_missing=True, pad=0.02, beyond=0.22)
    begin, end = np.log(axis.domain)
    assert (end - np.log(7.5)) / (end - begin) == pytest.approx(0.22)
    assert span(pd.Series([1.0, 80.0]), 7.5, missing="left", has_missing=True, pad=0.02, beyond=0.22) == span(
        pd.Series([1.0, 80.0]), 7.5, missing="left", has_missing=True, pad=0.02
    )
