"""Alerts → Proof: what it says before there is a past, before the first replay, and after one."""

from datetime import UTC, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from core import run, settings, text
from core.forecast.models import MODELS
from core.replay import kept, learnings
from pages.ui import jobs
from tests.pages.conftest import TODAY, a_run, words
from tests.past_seller import buy, fill, wavering

PAGE = "pages/alerts.py"
VIEW = {"alerts.view": "proof"}
WEEKS = 9


@pytest.fixture
def seller(own):
    """Six SKUs with a past that allows ten weeks, and a run."""
    shelf = buy(wavering(6, 91 + 7 * WEEKS + 1), cover_days=150, batch_days=200)
    fill(own, [f"S{number}" for number in range(6)], shelf, np.linspace(10, 40, 6), last=TODAY)
    run.run(own, at=datetime.now(UTC), model=MODELS["ses"])
    return own


def test_a_past_that_is_too_short_says_what_to_import(app, own):
    a_run(own)
    opened = app(PAGE, session=VIEW)
    assert not opened.exception
    assert "inventory ledger" in words(opened)
    assert "replay" not in [button.key for button in opened.button]


def test_one_click_replays_the_past_and_shows_what_came_of_it(app, seller):
    opened = app(PAGE, session=VIEW)
    assert text.t("proof.not_yet", "en") in words(opened)
    opened.button(key="replay").click().run()
    jobs.wait(seller.path)
    assert kept.newest(seller)["first_day"] == TODAY - timedelta(days=7 * WEEKS)
    for lang in text.LANGUAGES:
        opened = app(PAGE, session=VIEW | {"language": lang})
        assert not opened.exception
        assert text.t("proof.by_rule", lang) in words(opened)
        rules = opened.dataframe[0].value
        assert rules["rule"].iloc[0] == text.t("proof.every_rule", lang)
    opened.session_state["proof.rules.zh"] = {"selection": {"rows": [0], "columns": [], "cells": []}}
    opened.run()
    assert len(opened.dataframe[1].value) == rules["alerts"].iloc[0]
    takes_and_takes_back_what_was_learnt(app, seller)


def takes_and_takes_back_what_was_learnt(app, seller) -> None:
    """On the same replay: it costs seconds."""
    replay_id = kept.newest(seller)["replay_id"]
    row = {"key": "cliff.h", "rule": "cliff", "default_value": 4.0, "best": 6.0, "value": 5.0, "alarms": 30, "false_alarms": 20}
    learnings._store(seller, {"at": datetime.now(UTC), "before": replay_id, "after": replay_id, "marks": 3}, pd.DataFrame([row]))
    opened = app(PAGE, session=VIEW)
    assert text.t("learning.proposed", "en", marks="3") in words(opened)
    opened.button(key="learning.accepted").click().run()
    assert settings.policy(seller)["cliff.h"] == 5
    opened.button(key="learning.reverted").click().run()
    assert not opened.exception
    assert settings.policy(seller)["cliff.h"] == 4
