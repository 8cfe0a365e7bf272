"""One goal over many SKUs: first open, background valuation, the choice, what binds, what cannot be met, accepting."""

from datetime import timedelta

import pytest
import streamlit as st

from core import plans, text
from pages.ui import jobs, portfolio
from tests.pages.conftest import TODAY, a_forecast, a_run, words

SHOW = "portfolio.show(page)"
SIZE = {"size_tier": "Large standard-size", "longest_in": 10.0, "median_in": 8.0, "shortest_in": 2.0, "unit_ft3": 0.1}
SKUS = [{"sku": f"S{n}", "category": "Office Products", "on_hand": 300 + 100 * n, "price": 18.0 + 3 * n} for n in range(4)]


@pytest.fixture
def seller(own, monkeypatch):
    """Four slow SKUs of which every fee is known, and one without size."""
    from tests.pages import conftest

    monkeypatch.setattr(conftest, "_HEALTH", conftest._HEALTH | SIZE)
    monkeypatch.setattr(portfolio, "_found", {})
    a_run(own, [*SKUS, {"sku": "NOSIZE", "size_tier": None, "unit_ft3": None, "longest_in": None}])
    for row in SKUS:
        a_forecast(own, sku=row["sku"], each=7.0)
    return own


@pytest.fixture
def valued(part, seller):
    """The page after its ways were valued in the background."""
    opened = part(SHOW)
    opened.button(key="portfolio.start").click().run()
    jobs.wait(seller.path)
    return opened.run()


def figures(opened) -> dict[str, str]:
    return {metric.label: metric.value for metric in opened.metric}


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_before_the_first_run_it_says_where_to_start(part, own, lang, monkeypatch):
    monkeypatch.setattr(st, "page_link", lambda *_, **__: None)
    assert text.t("risk_page.no_run", lang) in words(part(SHOW, {"language": lang}))


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_first_it_offers_to_value_every_way_out(part, seller, lang):
    opened = part(SHOW, {"language": lang})
    assert not opened.exception
    assert text.t("portfolio.value_all", lang) in words(opened)
    assert opened.date_input(key="portfolio.by").value == TODAY + timedelta(days=56)
    assert not opened.metric


def test_without_a_goal_nothing_is_given_up_and_what_is_left_out_is_told(valued):
    assert not valued.exception
    assert figures(valued)[text.t("portfolio.kpi.loss", "en")] == "$0.00"
    assert len(valued.dataframe[0].value) == 4
    assert text.t("clearance.reason.dimensions_unknown", "en").split(",")[0] in words(valued)


def test_a_goal_is_met_at_a_loss_and_says_what_one_more_foot_is_worth(valued):
    free = float(figures(valued)[text.t("portfolio.kpi.ft3", "en")].replace(",", ""))
    valued.number_input(key="portfolio.ft3").set_value(free + 20).run()
    assert not valued.exception
    now = figures(valued)
    assert float(now[text.t("portfolio.kpi.ft3", "en")].replace(",", "")) >= free + 19
    assert now[text.t("portfolio.kpi.loss", "en")] != "$0.00"
    assert text.t("portfolio.binds.ft3", "en", worth="").split(":")[0] in words(valued)


def test_what_cannot_be_met_says_how_far_it_gets(valued):
    # 4 SKUs of 300, 400, 500, 600 units at 0.1 ft3
    valued.number_input(key="portfolio.ft3").set_value(500).run()
    assert [error.value for error in valued.error] == [text.t("portfolio.short.ft3", "en", reach="180", wanted="500")]
    assert not valued.metric
    valued.button(key="portfolio.take.ft3").click().run()
    assert not valued.error
    assert valued.number_input(key="portfolio.ft3").value in (179, 180)  # whole feet within what can be reached
    assert float(figures(valued)[text.t("portfolio.kpi.ft3", "en")]) >= 179


def test_another_day_is_valued_anew(valued):
    valued.date_input(key="portfolio.by").set_value(TODAY + timedelta(days=20)).run()
    assert valued.button(key="portfolio.start")
    assert not valued.metric


def test_accepting_all_keeps_a_plan_for_every_sku_that_does_something(valued, seller):
    valued.number_input(key="portfolio.ft3").set_value(170).run()
    doing = valued.dataframe[0].value["option"] != text.t("table.option.hold", "en")
    assert doing.any()
    valued.button(key="portfolio.accept_all").click().run()
    jobs.wait(seller.path)
    kept = plans.listed(seller)
    assert len(kept) == doing.sum()
    assert set(kept["state"]) == {"accepted"}
    assert set(kept["run_id"]) == {1}
    assert kept["name"].iloc[0] == text.t("portfolio.name", "en", day=text.day(TODAY + timedelta(days=56), "en"))
    assert kept["title"].iloc[0] == "Desk pad"


def test_only_what_is_selected_is_accepted(valued, seller):
    valued.number_input(key="portfolio.ft3").set_value(170).run()
    valued.session_state["portfolio.table"] = {"selection": {"rows": [1], "columns": [], "cells": []}}
    valued.run()
    picked = valued.dataframe[0].value["sku"].iloc[1]
    valued.button(key="portfolio.accept_some").click().run()
    jobs.wait(seller.path)
    assert plans.listed(seller)["sku"].tolist() == [picked]


def test_files_of_the_choice_are_offered(valued):
    valued.number_input(key="portfolio.ft3").set_value(170).run()
    assert text.t("plans.files.exits", "en") in [button.label for button in valued.get("download_button")]


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_nothing_at_risk_is_said_so(part, own, lang, monkeypatch):
    monkeypatch.setattr(portfolio, "_found", {})
    a_run(own, [{"sku": "A", "on_hand": 0}])
    opened = part(SHOW, {"language": lang})
    opened.button(key="portfolio.start").click().run()
    jobs.wait(own.path)
    assert text.t("portfolio.nothing", lang, marketplace="US") in words(opened.run())
