"""A backtest of a workspace is kept, and the newest one is read."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from core.errors import NotEnoughData
from core.forecast import kept, stored
from core.forecast.kept import backtest_workspace
from core.forecast.models import MODELS as ALL
from core.forecast.models.learnt import Learnt
from core.workspace import sql
from tests.build import AS_OF, AT, daily, insert, some_sales, some_stock

MODELS = ["naive", "ses"]


@pytest.fixture
def seller(ws):
    """A sells one a day over a year, B every fifth day."""
    file_id = some_stock(ws, sku="A", available=60)
    some_stock(ws, sku="B", available=60, file_id=file_id)
    some_sales(ws, daily(1, 364), sku="A")
    some_sales(ws, {AS_OF - timedelta(days=back): 3 for back in range(0, 364, 5)}, sku="B")
    return ws


def test_the_race_of_a_workspace_is_kept_whole(seller):
    found = backtest_workspace(seller, at=AT, models=MODELS, weeks=8)
    about = kept.newest(seller)
    assert (about["as_of"], about["weeks"], about["models"], about["series"]) == (AS_OF, 8, MODELS, 2)
    assert about["cutoffs"] == [cutoff.date() for cutoff in found.cutoffs]
    assert about["data_version"] == seller.version()
    read = kept.scores(seller).set_index("model")
    assert read["wape"].to_dict() == pytest.approx(found.catalogue.set_index("model")["wape"].to_dict())
    assert kept.scores(seller, "class")["demand_class"].isin(["smooth", "intermittent", "erratic", "lumpy"]).all()
    assert len(kept.scores(seller, "sku")) == 2 * len(MODELS)
    assert kept.scores(seller, "sku", "US", "A")["model"].tolist() == MODELS


def test_what_could_not_answer_is_kept_with_its_reason(seller, monkeypatch):
    def train(features, target, weight):
        raise ValueError("no such tree")

    monkeypatch.setitem(ALL, "lightgbm", Learnt("lightgbm", train))
    backtest_workspace(seller, at=AT, models=["naive", "lightgbm"], weeks=8)
    about = kept.newest(seller)
    assert (about["models"], about["failed"]) == (["naive"], {"lightgbm": "ValueError: no such tree"})
    backtest_workspace(seller, at=AT, models=["naive"], weeks=8)
    assert kept.newest(seller)["failed"] == {}


def test_only_the_newest_race_is_read(seller):
    backtest_workspace(seller, at=AT, models=MODELS)
    backtest_workspace(seller, at=AT, models=["naive"])
    assert kept.newest(seller)["models"] == ["naive"]
    assert kept.scores(seller)["model"].tolist() == ["naive"]


def test_an_undefined_score_is_null(seller):
    backtest_workspace(seller, at=AT, models=["naive"])
    row = kept.scores(seller, "sku", "US", "A").iloc[0]
    assert row["rmse"] == 0
    assert np.isnan(row["rmsse"])  # it never changed in the past


def test_before_the_first_race_there_is_nothing_to_read(ws):
    assert kept.newest(ws) is None
    assert kept.scores(ws).empty


def test_a_workspace_without_stock_or_with_a_short_history_is_refused(ws):
    with pytest.raises(NotEnoughData):
        backtest_workspace(ws, at=AT)
    some_stock(ws, sku="A")
    some_sales(ws, daily(1, 60), sku="A")
    with pytest.raises(NotEnoughData) as told:
        backtest_workspace(ws, at=AT)
    assert told.value.code == "backtest_short"


def a_forecast(ws, sku="A", run_id=1, **changed):
    rising = [float(week) for week in range(1, 27)]
    row = {
        "run_id": run_id, "marketplace": "US", "sku": sku, "model": "ses", "reason": "short_history", "history_weeks": 52,
        "outlier_weeks": 0, "first_week": AS_OF + timedelta(days=1), "mean": rising, "p10": [0.0] * 26, "p50": rising,
        "p90": [2 * units for units in rising], "cum_p10": [0.5 * units for units in rising], "cum_p50": list(np.cumsum(rising)),
        "cum_p90": list(np.cumsum(rising) * 1.5),
    }  # fmt: skip
    insert(ws, "run_forecast", **(row | changed))


def test_a_stored_forecast_becomes_weeks_and_the_sum_of_those_asked_for(ws):
    a_forecast(ws)
    a_forecast(ws, sku="B")
    (entry,) = stored.forecasts(ws, 1, "A", weeks=4)
    assert [week["week"] for week in entry["weeks"]] == [AS_OF + timedelta(days=1 + 7 * back) for back in range(4)]
    assert entry["weeks"][3] == {"week": AS_OF + timedelta(days=22), "p10": 0, "p50": 4, "p90": 8}
    assert entry["cumulative"] == {"p10": 2, "p50": 1 + 2 + 3 + 4, "p90": 15}
    assert (entry["model"], entry["reason"], entry["backtest"]) == ("ses", "short_history", None)
    assert [row["sku"] for row in stored.forecasts(ws, 1)] == ["A", "B"]


def test_a_forecast_comes_with_the_record_of_the_default_strategy(seller):
    a_forecast(seller)
    backtest_workspace(seller, at=AT, models=["default"])
    score = stored.forecasts(seller, 1, "A")[0]["backtest"]
    assert score["model"] == "default"
    assert {"wape", "rmse", "mape", "bias"} <= score.keys()


def test_the_table_keeps_every_score_of_the_result(ws):
    columns = set(ws.frame("from backtest_score limit 0").columns)
    assert {"cumulative_pinball", "cumulative_coverage_80", "mape_undefined", "seconds", "fallbacks"} <= columns
    assert "grain" in sql("schema/006_backtest")
    assert isinstance(ws.frame("from backtest"), pd.DataFrame)
