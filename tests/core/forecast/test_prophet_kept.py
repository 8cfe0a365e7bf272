"""Prophet on the top SKUs of a run: asked after it, stored beside it, every SKU with an answer or the reason why there is none."""

import numpy as np
import pytest
from pandas.testing import assert_frame_equal

from core import run, settings
from core.errors import Failure
from core.forecast import prophet_kept
from core.forecast.models import MODELS
from core.forecast.prophet_view import explain
from tests.build import AS_OF, AT, daily, some_sales, some_stock
from tests.core.forecast.panels import a_panel


@pytest.fixture
def seller(ws):
    """LONG sells 3 a day at 20 for 60 weeks, DEAR 1 a day at 90, NEW 9 a day at 20 for 5 weeks, UK is elsewhere."""
    file_id = some_stock(ws, sku="LONG")
    for sku, price, each, weeks in (("LONG", 20, 3, 60), ("DEAR", 90, 1, 60), ("NEW", 20, 9, 5)):
        if sku != "LONG":
            some_stock(ws, sku=sku, price=price, file_id=file_id)
        some_sales(ws, daily(each, 7 * weeks), sku=sku, price=price)
    some_stock(ws, sku="LONG", marketplace="UK")
    some_sales(ws, daily(1, 7 * 60), sku="LONG", marketplace="UK")
    return ws


@pytest.fixture
def run_id(seller):
    return run.run(seller, at=AT, model=MODELS["ses"]).run_id


def test_the_top_skus_are_those_that_will_sell_for_most_and_marketplaces_take_turns(seller, run_id):
    assert prophet_kept.top(seller, run_id, 10) == [("UK", "LONG"), ("US", "DEAR"), ("US", "LONG")]
    assert prophet_kept.top(seller, run_id, 2) == [("UK", "LONG"), ("US", "DEAR")]
    assert prophet_kept.top(seller, run_id, 0) == []


def test_each_top_sku_gets_an_answer_or_the_reason_why_there_is_none_and_is_asked_once(seller, run_id):
    settings.save(seller, {"forecast.prophet_top": 2}, at=AT)
    shares = []
    assert run.add_prophet(seller, progress=lambda stage, share: shares.append((stage, share))) == 2
    assert shares == [("prophet", 0), ("prophet", 0.5)]
    assert len(prophet_kept.found(seller, run_id, "US", "DEAR").forecast) == 26
    prophet_kept.ask(seller, run_id, AS_OF, [("US", "NEW")])
    short = prophet_kept.found(seller, run_id, "US", "NEW")
    assert (short.code, short.facts["needed"]) == ("prophet_short", 48)
    assert prophet_kept.found(seller, run_id, "US", "LONG") is None
    assert run.add_prophet(seller) == 0
    assert seller.version() == seller.rows("select data_version from workspace_version")[0][0]


def test_none_are_asked_about_where_the_seller_wants_none_or_nothing_was_run(ws, seller, run_id):
    settings.save(seller, {"forecast.prophet_top": 0}, at=AT)
    assert run.add_prophet(seller) == 0


def test_before_the_first_run_there_is_nothing_to_ask(ws):
    assert run.add_prophet(ws) == 0


def test_a_fit_that_fails_is_told_and_the_next_sku_goes_on(seller, run_id, monkeypatch):
    def gives_up(panel):
        if panel.series["sku"].iloc[0] == "DEAR":
            raise Failure("prophet_failed", detail="no optimum")
        return explain(panel)

    monkeypatch.setattr(prophet_kept, "explain", gives_up)
    prophet_kept.ask(seller, run_id, AS_OF, [("US", "DEAR"), ("US", "LONG")])
    failed = prophet_kept.found(seller, run_id, "US", "DEAR")
    assert (failed.code, failed.facts) == ("prophet_failed", {"detail": "no optimum"})
    assert prophet_kept.found(seller, run_id, "US", "LONG").seconds > 0


def test_an_answer_comes_back_as_it_was():
    view = explain(a_panel(np.random.default_rng(0).poisson(9, (1, 60)).astype(float)))
    again = prophet_kept._view(prophet_kept._text(view))
    for name in ("components", "changepoints", "forecast"):
        assert_frame_equal(getattr(again, name), getattr(view, name), check_dtype=False, rtol=1e-6, atol=1e-6)
    assert again.seconds == view.seconds
