"""Alerts page: what waits, filters, answers for one and for many, the card, and what is said before there is anything."""

from datetime import datetime, timedelta

import pytest

from core import text
from core.alerts import board, deliver, freeze, life, routes
from core.policy import Policy
from tests.pages.conftest import TODAY, a_run, words

PAGE = "pages/alerts.py"
NOON = datetime.combine(TODAY, datetime.min.time())
THREE = [
    {"sku": "A", "title": "Desk pad", "level": 2, "money_at_stake": 500.0},
    {"sku": "B", "title": "Cat tunnel", "level": 3, "money_at_stake": 900.0},
    {"sku": "C", "title": "Pen", "level": 0, "rules": [], "main_rule": None, "money_at_stake": None, "best_option": None},
]


@pytest.fixture
def inbox(own):
    """B urgent, A a warning, both open; C is healthy."""
    a_run(own, THREE)
    check(own, 1)
    return own


def check(ws, run_id: int) -> None:
    with ws.write(new_version=False) as cursor:
        life.update(cursor, run_id, TODAY, Policy(), at=NOON - timedelta(hours=1))


def states(ws) -> dict:
    return {row["sku"]: row["state"] for row in board.board(ws, TODAY).to_dict("records")}


def choose(opened, *rows: int):
    """What the browser sends when rows of the table are ticked."""
    number = opened.session_state["alerts.round"] if "alerts.round" in opened.session_state else 0  # noqa: SIM401 - it has no get
    key = f"alerts.table.{number}.en"
    opened.session_state[key] = {"selection": {"rows": list(rows), "columns": [], "cells": []}}
    return opened.run()


def table(opened) -> list:
    """The SKUs of the table of alerts; the one of frozen purchases has no reasons."""
    return next((list(one.value["sku"]) for one in opened.dataframe if "why" in one.value), [])


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_it_opens_on_what_is_open_the_most_urgent_first(app, inbox, lang):
    opened = app(PAGE, session={"language": lang})
    assert not opened.exception
    assert table(opened) == ["B", "A"]
    said = text.t("alerts_page.verdict", lang, alerts="2", skus="2", urgent="1", money=text.money(1400, "USD", lang, compact=True))
    assert said in words(opened).replace("\\", "")


def test_the_first_card_says_why_in_numbers_what_would_silence_it_and_when_it_was_checked(app, inbox):
    said = words(app(PAGE)).replace("\\", "")
    assert "300 units on hand" in said
    assert "Silent if 260 units are expected to sell" in said
    assert "Last checked" in said


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_the_first_card_says_how_its_charges_come_about_when_asked(app, inbox, lang):
    first = int(board.board(inbox, TODAY)["alert_id"].iloc[0])
    said = words(app(PAGE, session={"language": lang, f"behind.alert.{first}": True}))
    assert text.t("behind.waiting", lang) in said
    assert text.t("explain.fee.storage.name", lang) in said


def test_before_the_first_check_it_says_that_alerts_begin_with_the_next_run(app, own):
    a_run(own, THREE)
    opened = app(PAGE)
    assert not opened.exception
    assert text.t("alerts_page.not_yet", "en") in words(opened)


def test_without_a_run_it_says_where_to_begin(app, own):
    opened = app(PAGE)
    assert not opened.exception
    assert text.t("risk_page.no_run", "en") in words(opened)


def test_when_nothing_waits_it_says_so_with_the_time_of_the_last_check(app, own):
    a_run(own, THREE[2:])
    check(own, 1)
    said = words(app(PAGE))
    assert text.t("alerts_page.calm", "en") in said
    assert "Last checked" in said


def test_filters_that_leave_nothing_can_be_taken_back(app, inbox):
    opened = app(PAGE, session={"alerts.levels": [1]})
    assert text.t("alerts_page.empty", "en", alerts="2") in words(opened)
    opened.button(key="reset").click().run()
    assert table(opened) == ["B", "A"]


def test_an_address_shows_the_alerts_of_its_sku_in_every_live_state(app, inbox):
    found = board.board(inbox, TODAY)
    life.answer(inbox, [int(found["alert_id"][1])], life.Answer(action="acknowledge"), at=NOON)
    assert table(app(PAGE, sku="A", marketplace="US")) == ["A"]


def test_many_are_acknowledged_at_once(app, inbox):
    opened = choose(app(PAGE), 0, 1)
    opened.button(key="alerts.do.acknowledge").click().run()
    assert not opened.exception
    assert states(inbox) == {"A": "acknowledged", "B": "acknowledged"}
    assert text.t("alerts_page.done", "en", action="Acknowledge", alerts="2") in words(opened)
    assert text.t("alerts_page.calm", "en") in words(opened)


def test_the_chosen_row_alone_is_answered(app, inbox):
    opened = choose(app(PAGE), 1)
    opened.button(key="alerts.do.resolve").click().run()
    assert states(inbox) == {"A": "resolved", "B": "open"}


def test_a_snooze_takes_its_day(app, inbox):
    opened = choose(app(PAGE), 0)
    opened.date_input(key="alerts.until").set_value(TODAY + timedelta(days=5)).run()
    opened.button(key="alerts.do.snooze").click().run()
    row = board.board(inbox, TODAY).iloc[0]
    assert (row["state"], row["snoozed_until"].date()) == ("snoozed", TODAY + timedelta(days=5))


def test_a_false_alarm_keeps_its_reason(app, inbox):
    opened = choose(app(PAGE), 0)
    opened.selectbox(key="alerts.reason").set_value("season").run()
    opened.button(key="alerts.do.false_alarm").click().run()
    assert list(board.board(inbox, TODAY)["reason"][:1]) == ["season"]


def test_an_owner_without_a_name_is_refused_in_words_and_the_choice_stays(app, inbox):
    opened = choose(app(PAGE), 0)
    opened.button(key="alerts.do.assign").click().run()
    assert text.t("error.alert_owner", "en") in words(opened)
    opened = choose(opened, 0)
    opened.text_input(key="alerts.new_owner").set_value("Ana").run()
    opened.button(key="alerts.do.assign").click().run()
    assert board.board(inbox, TODAY)["owner"][0] == "Ana"


def test_an_answer_that_does_not_fit_every_state_says_which_it_left(app, inbox):
    found = [int(one) for one in board.board(inbox, TODAY)["alert_id"]]
    life.answer(inbox, found[:1], life.Answer(action="resolve"), at=NOON)
    opened = choose(app(PAGE, session={"alerts.states": ["open", "resolved"]}), 0, 1)
    opened.button(key="alerts.do.acknowledge").click().run()
    assert text.t("alerts_page.refused", "en", alerts="1", states="Resolved") in words(opened)


def test_the_history_of_an_alert_stands_on_its_card(app, inbox):
    opened = choose(app(PAGE), 0)
    opened.button(key="alerts.do.start").click().run()
    said = words(app(PAGE, sku="B", marketplace="US"))
    assert text.t("alerts.event.opened", "en") in said
    assert text.t("alerts.event.start", "en") in said


def test_the_card_of_a_sku_shows_its_alerts(app, inbox):
    said = words(app("pages/risk.py", sku="A", marketplace="US"))
    assert f"Alert: {text.t('risk.rule.overstock', 'en')} · Open" in said
    assert "Alert:" not in words(app("pages/risk.py", sku="C", marketplace="US"))


def test_a_channel_that_was_not_reached_is_told_with_its_time_and_the_next_try(app, inbox):
    routes.save(inbox, routes.Route(channel="buyers"), "json://127.0.0.1:9/s3cr3t", at=NOON)  # nothing listens there
    deliver.send(inbox, at=NOON, pause=lambda seconds: None)
    told = app(PAGE).error[0].value
    assert "buyers" in told
    assert "00:05" in told  # five minutes after the failure
    assert "s3cr3t" not in told


def test_urgent_purchases_are_frozen_on_the_card_and_can_be_lifted(app, inbox):
    opened = app(PAGE)
    frozen = text.t("alerts.frozen", "en", day=text.day((NOON - timedelta(hours=1)).date(), "en"))
    assert frozen in words(opened)
    assert frozen in words(app("pages/risk.py", sku="B", marketplace="US"))
    opened.button(key="lift.alert.US.B").click().run()
    assert not opened.exception
    assert frozen not in words(opened)
    assert freeze.frozen(inbox).empty


def test_resolving_one_alert_asks_what_it_came_to(app, inbox):
    opened = choose(app(PAGE), 0)
    opened.number_input(key="alerts.outcome").set_value(350.0)
    opened.run()
    choose(opened, 0).button(key="alerts.do.resolve").click().run()
    row = board.board(inbox, TODAY).set_index("sku").loc["B"]
    assert (row["state"], row["outcome_money"]) == ("resolved", 350.0)


def test_how_long_answers_took_stands_on_the_page(app, inbox):
    assert "median" not in words(app(PAGE))
    life.answer(inbox, [1], life.Answer(action="acknowledge"), at=NOON + timedelta(hours=4))
    assert text.t("alerts_page.hours", "en", hours="5") in words(app(PAGE))  # opened an hour before noon
