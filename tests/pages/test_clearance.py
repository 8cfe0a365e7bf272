"""Clearance page: verdict, price to try, what is unknown, what is below cost, what was assumed."""

from io import BytesIO

import openpyxl
import pandas as pd
import pytest

from core import text
from tests.pages.conftest import a_run, words

PAGE = "pages/clearance.py"
# 300 units, 1 a day, 24 $; a large standard parcel of 1 lb with known dimensions, so that every fee is known
A_SKU = {"sku": "A", "category": "Office Products"}
SIZE = {"size_tier": "Large standard-size", "longest_in": 10.0, "median_in": 8.0, "shortest_in": 2.0, "product_class": "non_apparel"}


@pytest.fixture
def with_sizes(monkeypatch):
    """The builder of the pages' tests knows no dimensions: put them into the rows it stores."""
    from tests.pages import conftest

    monkeypatch.setattr(conftest, "_HEALTH", conftest._HEALTH | {name: value for name, value in SIZE.items() if name != "product_class"})


def open_sku(app, sku="A", **session):
    return app(PAGE, session=session or None, sku=sku, marketplace="US")


def metric(opened, name: str, lang: str = "en") -> str:
    return next(figure.value for figure in opened.metric if figure.label == text.t(f"clearance_page.figure.{name}", lang))


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_first_answer_in_one_sentence_in_both_languages(app, own, with_sizes, lang):
    a_run(own, [A_SKU])
    opened = open_sku(app, language=lang)
    assert not opened.exception
    assert len(opened.get("vega_lite_chart")) == 5
    verdict = next(mark.value for mark in opened.markdown if mark.value.startswith("#### "))
    assert "$" in verdict


def test_a_moved_slider_changes_the_figures(app, own, with_sizes):
    a_run(own, [A_SKU])
    opened = open_sku(app)
    slider = opened.slider(key="cut.US|A")
    before = metric(opened, "value"), metric(opened, "sold_units")
    slider.set_value(60).run()
    assert not opened.exception
    assert (metric(opened, "value"), metric(opened, "sold_units")) != before
    # 60 % off 24.00 is 9.60
    assert "9.60" in words(opened)


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_storage_and_surcharge_of_a_price_say_how_they_come_about(app, own, with_sizes, lang):
    """Formula, numbers, and of each fee its rate row, since when, source and confidence."""
    a_run(own, [A_SKU])
    opened = open_sku(app, **{"language": lang, "behind.try": True})
    assert not opened.exception
    said = words(opened)
    for fee in ("storage", "aged_surcharge"):
        assert text.t(f"explain.fee.{fee}.formula", lang) in said
    for word in ("explain.rate", "explain.source", "explain.confidence"):
        assert said.count(text.t(word, lang)) >= 2
    assert text.t("behind.keeping", lang, storage="#", surcharge="#").split("#")[-1] in said


@pytest.mark.parametrize("lang", text.LANGUAGES)
@pytest.mark.parametrize(("key", "fee"), [("plan", "aged_surcharge"), ("exits", "liquidation"), ("weeks", "storage")])
def test_the_plan_its_weeks_and_the_ways_out_say_how_their_fees_come_about(app, own, with_sizes, key, fee, lang):
    a_run(own, [A_SKU])
    opened = open_sku(app, **{"language": lang, f"behind.{key}": True, "clearance.part": "weeks"})
    assert not opened.exception
    said = words(opened)
    for word in (f"explain.fee.{fee}.formula", "explain.rate", "explain.source", "explain.confidence"):
        assert text.t(word, lang) in said


def test_break_even_of_all_names_the_rates_behind_it(app, own, with_sizes):
    a_run(own, [A_SKU])
    said = words(app("pages/clearance.py", session={"clearance.view": "floors", "behind.floors": True}))
    for word in ("What a sale leaves", "Referral fee", "Removal and disposal", "Confidence"):
        assert word in said


def test_the_slider_starts_at_the_best_price_and_each_sku_keeps_its_own(app, own, with_sizes):
    a_run(own, [A_SKU, {"sku": "B"}])
    opened = open_sku(app)
    opened.slider(key="cut.US|A").set_value(33).run()
    opened.selectbox(key="clearance.sku").set_value("US|B").run()
    assert opened.slider(key="cut.US|B").value != 33
    opened.selectbox(key="clearance.sku").set_value("US|A").run()
    assert opened.slider(key="cut.US|A").value == 33


def test_below_the_floor_is_loud_but_not_blocked(app, own, with_sizes):
    a_run(own, [A_SKU | {"price": 9.0}])
    opened = open_sku(app)
    opened.slider(key="cut.US|A").set_value(70).run()
    # 2.70 does not cover a fulfilment fee of more than 3
    assert opened.error
    assert metric(opened, "value")


def test_below_break_even_warns(app, own, with_sizes):
    a_run(own, [A_SKU | {"landed_cost": 15.0}])
    opened = open_sku(app)
    opened.slider(key="cut.US|A").set_value(30).run()
    assert opened.warning
    assert not opened.error


def test_an_assumption_tried_changes_the_answer_and_can_be_taken_back(app, own, with_sizes):
    a_run(own, [A_SKU])
    opened = open_sku(app)
    before = words(opened)
    opened.number_input(key="what_if.elasticity.US|A").set_value(0.0).run()
    # demand that does not answer to price: no cut can be better than holding
    assert "20%" not in next(mark.value for mark in opened.markdown if mark.value.startswith("#### "))
    assert words(opened) != before
    opened.button(key="reset_what_if").click().run()
    assert opened.number_input(key="what_if.elasticity.US|A").value == 2.0
    assert words(opened) == before


def test_percent_stays_on_the_screen(app, own, with_sizes):
    a_run(own, [A_SKU])
    opened = open_sku(app)
    # policy: 15 % a year, 7.5 % recovery
    assert opened.number_input(key="what_if.discount_rate_year").value == 15.0
    assert opened.number_input(key="what_if.liquidation_recovery_share").value == 7.5


def test_unknown_size_says_why_and_still_gives_what_can_be_told(app, own):
    a_run(own, [A_SKU | {"size_tier": None, "unit_ft3": None, "weight_lb": None}])
    opened = open_sku(app)
    assert not opened.exception
    said = words(opened)
    assert "unknown" in said.lower() or "not known" in said
    assert metric(opened, "sold_units") != "–"


def test_an_unknown_price_stops_before_the_slider(app, own):
    a_run(own, [A_SKU | {"price": None}])
    opened = open_sku(app)
    assert not opened.exception
    assert text.t("clearance.reason.price_unknown", "en") in words(opened)
    assert not opened.slider


def test_unknown_cost_hides_break_even_only(app, own, with_sizes):
    a_run(own, [A_SKU | {"landed_cost": None, "unit_cost": None, "first_mile_cost": None}])
    opened = open_sku(app)
    assert text.t("clearance.reason.unit_cost_unknown", "en") in words(opened)
    assert opened.slider


def test_no_sku_offers_the_worst_five(app, own):
    a_run(own, [{"sku": name, "money_at_stake": 100.0 * rank} for rank, name in enumerate("ABCDEFG")])
    opened = app(PAGE)
    assert list(opened.dataframe[0].value["sku"]) == ["G", "F", "E", "D", "C"]
    opened.session_state["worst"] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    opened.run()
    assert opened.selectbox(key="clearance.sku").value == "US|F"


def test_a_sku_that_is_not_there_is_not_opened(app, own):
    a_run(own, [A_SKU])
    opened = app(PAGE, sku="gone", marketplace="US")
    assert not opened.exception
    assert opened.selectbox(key="clearance.sku").value is None
    assert [warning.value for warning in opened.warning] == [text.t("frame.asked_unknown", "en", sku="gone · US")]


def test_a_sku_of_the_run_without_stock_is_not_said_to_be_missing(app, own):
    a_run(own, [A_SKU, {"sku": "B", "on_hand": 0}])
    assert not app(PAGE, sku="B", marketplace="US").warning


def test_a_sku_without_stock_cannot_be_cleared(app, own):
    a_run(own, [{"sku": "A", "on_hand": 0}])
    assert list(app(PAGE).selectbox(key="clearance.sku").options) == []


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_before_the_first_run_it_says_where_to_start(app, own, lang):
    assert text.t("risk_page.no_run", lang) in words(app(PAGE, session={"language": lang}))


def test_the_export_names_its_sku(app, own, with_sizes):
    from core.clearance.case import Case, from_policy
    from core.clearance.first_answer import first_answer
    from core.policy import load
    from pages.ui import tables
    from tests.pages.conftest import TODAY

    case = Case(as_of=TODAY, list_price=24.0, units_by_age=((300, 60),), weekly_demand=7.0, **from_policy(load()))
    row = pd.Series({"marketplace": "US", "sku": "A", "title": "Desk pad", "currency": "USD"})
    table = tables.of_sku(row, first_answer(case).options)
    assert list(table["sku"].unique()) == ["A"]
    assert len(table) == 8


@pytest.mark.parametrize("part", ["own", "weeks", "triggers", "sensitivity", "elasticity", "bundles", "ads", "fees", "rests_on"])
@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_every_part_behind_the_plan_opens_in_both_languages(app, own, with_sizes, part, lang):
    a_run(own, [A_SKU])
    opened = open_sku(app, language=lang, **{"clearance.part": part})
    assert not opened.exception
    assert text.t(f"clearance_page.part.{part}", lang) in str(opened.get("button_group") or opened.segmented_control)


@pytest.mark.parametrize(
    ("part", "file", "columns"),
    [
        ("try", "price-curve", ["price", "value"]),
        ("try", "price-weeks", ["week", "price", "units", "sold_units", "world"]),
        ("own", "own-ladder", ["week", "price", "units", "sold_units"]),
        ("weeks", "plan-weeks", ["week", "units", "price", "was", "sold_units", "net", "sold_out"]),
        ("triggers", "plan-triggers", ["week", "units_over", "do", "chance"]),
        ("sensitivity", "plan-sensitivity", ["world", "value", "keep_units", "price"]),
        ("elasticity", "price-response", ["figure", "elasticity", "elasticity_low"]),
        ("bundles", "bundles", ["set", "gain", "value"]),
        ("ads", "ad-budgets", ["budget", "extra_units", "net_gain"]),
        ("fees", "unit-fees", ["fee", "charge", "source"]),
    ],
)
def test_each_part_offers_the_table_it_shows_and_names_its_sku(app, own, with_sizes, monkeypatch, part, file, columns):
    a_run(own, [A_SKU])
    made = {}
    monkeypatch.setattr("streamlit.download_button", lambda label, data, key, **more: made.update({key: data}))
    assert not open_sku(app, **{"clearance.part": part, "language": "zh"}).exception
    rows = pd.read_csv(BytesIO(made[f"csv.{file}"]()))
    assert {"marketplace", "sku", "title", *columns, "currency"} <= set(rows.columns)
    assert set(rows["sku"]) == {"A"}
    sheet = openpyxl.load_workbook(BytesIO(made[f"xlsx.{file}"]())).active
    titles = [cell.value for cell in next(sheet.iter_rows(max_row=1))]
    assert not [title for title in titles if title in rows.columns], "a column without a title of its own"


def test_what_rests_on_sentences_alone_offers_the_ways_out_and_no_other_table(app, own, with_sizes, monkeypatch):
    a_run(own, [A_SKU])
    made = {}
    monkeypatch.setattr("streamlit.download_button", lambda label, data, key, **more: made.update({key: data}))
    open_sku(app, **{"clearance.part": "rests_on"})
    assert {name for name in made if name.startswith("csv.")} == {"csv.clearance"}


def test_a_promotion_that_is_allowed_enters_the_plan_and_can_be_taken_back(app, own, with_sizes):
    a_run(own, [A_SKU])
    opened = open_sku(app)
    before = words(opened)
    opened.checkbox(key="lever.ads").check().run()
    opened.number_input(key="lever.ads_cost").set_value(0.5).run()
    assert not opened.exception
    assert text.t("levers.ads", "en") in words(opened)
    assert words(opened) != before
    opened.button(key="reset_levers").click().run()
    assert words(opened) == before


def test_a_promotion_that_amazon_does_not_allow_says_so(app, own, with_sizes):
    a_run(own, [A_SKU])
    opened = open_sku(app)
    opened.checkbox(key="lever.coupon").check().run()
    opened.number_input(key="lever.coupon.off").set_value(80).run()
    assert text.t("levers.refused.discount_too_large", "en") in " ".join(warning.value for warning in opened.warning)


@pytest.mark.parametrize("view", ["many", "plans", "floors"])
@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_every_view_opens_in_both_languages(app, own, with_sizes, view, lang):
    a_run(own, [A_SKU])
    opened = app(PAGE, session={"language": lang, "clearance.view": view})
    assert not opened.exception


def test_break_even_of_every_sku_stands_in_one_table(app, own, with_sizes):
    a_run(own, [A_SKU | {"landed_cost": 15.0}, A_SKU | {"sku": "B", "landed_cost": 30.0}])
    rows = app(PAGE, session={"clearance.view": "floors"}).dataframe[0].value
    assert list(rows["sku"]) == ["B", "A"], "the one that loses most of a sale on top"
    assert rows["profit_now"].iloc[0] == pytest.approx(rows["margin_now"].iloc[0] - 30.0)
    assert rows["break_even"].iloc[1] < 30


def test_a_plan_that_is_saved_stands_in_the_list(app, own, with_sizes):
    a_run(own, [A_SKU])
    opened = open_sku(app)
    opened.button(key="plan.save.US|A").click().run()
    assert not opened.exception
    assert opened.success
    opened = app(PAGE, session={"clearance.view": "plans"})
    assert "A" in list(opened.dataframe[0].value["sku"])
