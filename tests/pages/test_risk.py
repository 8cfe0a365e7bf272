"""Risk matrix page: what it says, which SKU its card shows, how it filters, and what happens when nothing passes."""

import json

import pytest

from core import text
from pages.ui import picking
from tests.pages.conftest import a_file, a_run, words

PAGE = "pages/risk.py"
THREE = [
    {"sku": "A", "title": "Desk pad", "level": 3, "money_at_stake": 900.0},
    {"sku": "B", "title": "Cat tunnel", "level": 2, "money_at_stake": 500.0, "category": "Pets"},
    {"sku": "C", "title": "Pen", "level": 0, "rules": [], "main_rule": None, "money_at_stake": None, "best_option": None},
]


def card(opened) -> str:
    """The SKU of the card: the first code word of the page."""
    return next(mark.value for mark in opened.markdown if "` · " in mark.value)


def click(opened, sku: str, marketplace: str = "US"):
    """What the browser sends when a mark is clicked."""
    key = opened.session_state["risk.seen"]["matrix_key"]
    opened.session_state[key] = {"selection": {"pick": [{"id": f"{marketplace}|{sku}"}]}}
    return opened.run()


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_verdict_counts_what_needs_a_decision(app, own, lang):
    a_run(own, THREE)
    opened = app(PAGE, session={"language": lang})
    assert not opened.exception
    # two of three SKUs at level 2 or more, 2,100 of stock each
    expected = text.t("risk_page.verdict", lang, skus="2", of="3", money=text.money(4200, "USD", lang, compact=True))
    assert expected in words(opened).replace("\\", "")


def test_the_worst_sku_is_on_the_card_until_another_is_chosen(app, own):
    a_run(own, THREE)
    assert "`A`" in card(app(PAGE))


def test_an_address_opens_its_sku_and_levels(app, own):
    a_run(own, THREE)
    opened = app(PAGE, sku="B", marketplace="US", level="2,3")
    assert "`B`" in card(opened)
    assert opened.session_state["risk.levels"] == [2, 3]


@pytest.mark.parametrize("levels", ["", "9", "x,y", "2;drop"])
def test_an_address_that_makes_no_sense_changes_nothing(app, own, levels):
    a_run(own, THREE)
    opened = app(PAGE, sku="nobody", marketplace="US", level=levels)
    assert not opened.exception
    assert "`A`" in card(opened)


def test_a_click_shows_its_card_and_leaves_the_picture_alone(app, own):
    a_run(own, THREE)
    opened = app(PAGE)
    before = opened.session_state["risk.seen"]["matrix_key"]
    clicked = click(opened, "C")
    assert "`C`" in card(clicked)
    assert clicked.session_state["sku"] == ["US", "C"]
    assert clicked.session_state["risk.seen"]["matrix_key"] == before


def test_a_row_chosen_after_a_click_wins_and_the_other_way_round(app, own):
    a_run(own, THREE)
    opened = click(app(PAGE), "C")
    opened.session_state[opened.session_state["risk.seen"]["table_key"]] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    opened.run()
    assert "`B`" in card(opened)
    assert "`C`" in card(click(opened, "C"))


def test_the_choice_comes_back_after_another_page(app, own):
    a_run(own, THREE)
    opened = click(app(PAGE), "B")
    opened.switch_page("app.py").run()
    assert "`B`" in card(opened.switch_page(PAGE).run())


def test_the_card_says_why_and_what_would_silence_it(app, own):
    a_run(own, THREE)
    said = words(app(PAGE)).replace("\\", "")
    assert text.t("risk.rule.overstock", "en") in said
    # 300 units at 1 a day over 13 weeks: 300 - 91 = 209 are left
    assert "209" in said
    assert "169" in said


def test_the_card_leads_to_clearance_with_its_sku(app, own):
    a_run(own, THREE)
    opened = click(app(PAGE), "B")
    opened.button(key="to_clearance").click().run()
    assert opened.selectbox(key="clearance.sku").value == "US|B"


@pytest.mark.parametrize("axes", ["value", "age"])
def test_both_matrices_are_drawn(app, own, axes):
    a_run(own, THREE)
    opened = app(PAGE, session={"risk.axes": axes})
    assert not opened.exception
    assert len(opened.get("vega_lite_chart")) == 3


def test_levels_category_and_search_filter_together(app, own):
    a_run(own, THREE)
    opened = app(PAGE, session={"risk.levels": [2, 3], "risk.category": "Pets", "risk.search": "TUNNEL"})
    assert list(opened.dataframe[0].value["sku"]) == ["B"]


def test_search_takes_signs_as_they_are(app, own):
    a_run(own, THREE)
    assert not app(PAGE, session={"risk.search": "(["}).exception


def test_nothing_passes_and_one_button_brings_all_back(app, own):
    a_run(own, THREE)
    opened = app(PAGE, session={"risk.search": "no such thing"})
    assert text.t("risk_page.empty", "en", skus="3") in words(opened)
    assert not opened.dataframe
    opened.button(key="reset").click().run()
    assert len(opened.dataframe[0].value) == 3


def test_no_level_chosen_is_an_empty_answer_too(app, own):
    a_run(own, THREE)
    assert app(PAGE, session={"risk.levels": []}).button(key="reset")


def test_skus_without_a_cost_are_counted_and_stay(app, own):
    a_run(own, [*THREE, {"sku": "D", "level": 2, "landed_cost": None, "stock_value": None}])
    opened = app(PAGE)
    links = [json.loads(json.dumps(link.proto.label)) for link in opened.get("page_link")]
    assert text.t("risk_page.cost_gap", "en", skus="1") in links
    assert "D" in list(opened.dataframe[0].value["sku"])


def test_dead_stock_without_turnover_or_cover_is_told_in_words(app, own):
    a_run(own, [{"sku": "A", "turnover": 0.0, "cover_days": None, "velocity": 0.0, "units_90": 0}])
    opened = app(PAGE)
    assert text.t("risk_page.card.no_sales", "en") in [metric.value for metric in opened.metric]


def test_one_marketplace_at_a_time_where_several_share_no_axis(app, own):
    a_run(own, [*THREE, {"sku": "U", "marketplace": "UK", "currency": "GBP"}])
    opened = app(PAGE)
    shown = set(opened.dataframe[0].value["sku"])
    assert shown in ({"A", "B", "C"}, {"U"})
    opened = app(PAGE, sku="U", marketplace="UK")
    assert list(opened.dataframe[0].value["sku"]) == ["U"]


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_before_the_first_run_it_says_where_to_start(app, own, lang):
    opened = app(PAGE, session={"language": lang})
    assert text.t("risk_page.no_run", lang) in words(opened)


def test_a_sku_with_everything_unknown_is_still_shown(app, own):
    unknown = dict.fromkeys(
        [
            "title",
            "category",
            "price",
            "landed_cost",
            "stock_value",
            "list_value",
            "turnover",
            "cover_days",
            "age_days",
            "sell_through",
            "stage",
        ]
    )
    unknown |= {
        "best_option": None,
        "best_value": None,
        "hold_value": None,
        "cost_of_waiting_week": None,
        "money_at_stake": None,
        "abc": None,
    }
    a_file(own)
    a_run(own, [{"sku": "A"} | unknown])
    opened = app(PAGE)
    assert not opened.exception
    assert "`A`" in card(opened)


def test_a_table_too_long_to_choose_from_says_where_it_ends(monkeypatch, app, own):
    from pages.ui import tables

    monkeypatch.setattr(tables, "LONG", 2)
    a_run(own, THREE)
    opened = app(PAGE)
    assert len(opened.dataframe[0].value) == 2
    assert text.t("risk_page.table_first", "en", most="2") in words(opened)


def test_weeks_of_sales_join_their_sku():
    import pandas as pd

    table = pd.DataFrame({"marketplace": ["US", "UK"], "sku": ["A", "A"]})
    spark = pd.DataFrame({"marketplace": ["UK"], "sku": ["A"], "units": [[1, 2]]})
    assert picking.with_sales(table, spark)["spark"].tolist()[1] == [1, 2]


def test_stock_without_an_age_is_counted(app, own):
    a_run(own, [{"sku": "OF-64"}, {"sku": "OF-65", "age_days": None}])
    assert text.t("risk_page.age_gap", "en", skus="1") in words(app("pages/risk.py"))
