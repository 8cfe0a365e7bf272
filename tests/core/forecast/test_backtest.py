"""The race: cut-offs, what is known then, what counts, and sums by hand."""

from dataclasses import replace

import lightgbm
import numpy as np
import pandas as pd
import pytest

from core.errors import InputError, NotEnoughData
from core.forecast import backtest as races
from core.forecast.backtest import backtest, cut_offs
from core.forecast.models import MODELS
from core.forecast.models.learnt import Learnt
from core.forecast.outliers import capped, uncapped
from core.forecast.panel import promotions
from tests.core.forecast.panels import NAN, a_panel, some_demand


def test_cut_offs_are_evenly_spaced_and_the_last_leaves_the_weeks_to_forecast():
    assert cut_offs(104, 13, 3) == [104 - 13 - 26, 104 - 13 - 13, 104 - 13]
    assert cut_offs(52, 13, 3) == [27, 33, 39]  # 26 weeks behind the first; (39 - 26) // 2 = 6 apart
    assert cut_offs(30, 4, 3) == [18, 22, 26]  # too short for 26 weeks behind the first
    assert cut_offs(104, 13, 1) == [91]


def test_a_history_too_short_for_the_cut_offs_is_refused_with_what_would_be_needed():
    with pytest.raises(NotEnoughData) as told:
        cut_offs(20, 13, 3)
    assert told.value.facts == {"found": 20, "needed": 13 + 8 + 2, "weeks": 13, "cutoffs": 3}
    assert cut_offs(23, 13, 3) == [8, 9, 10]


def test_an_unknown_model_is_refused_by_name():
    with pytest.raises(InputError) as told:
        backtest(a_panel(some_demand()), ["naive", "oracle"])
    assert (told.value.code, told.value.facts["value"]) == ("model_unknown", "oracle")


def test_nothing_sold_before_the_first_cut_off_is_refused():
    units = np.zeros((1, 60))
    units[0, -1] = 5
    with pytest.raises(NotEnoughData) as told:
        backtest(a_panel(units), ["naive"], weeks=4)
    assert told.value.code == "backtest_no_sales"


def test_scores_of_the_naive_model_by_hand():
    """Sold 1, 2, … 40: from week c the last value c is expected again, so the error of step h is h."""
    found = backtest(a_panel(np.arange(1.0, 41.0)[None]), ["naive"], weeks=4, cutoffs=3)
    assert [week.date().isoformat() for week in found.cutoffs] == ["2024-07-15", "2024-08-12", "2024-09-09"][-3:]
    places, row = cut_offs(40, 4, 3), found.catalogue.iloc[0]
    sold = sum(place + h for place in places for h in (1, 2, 3, 4))
    assert row["wape"] == pytest.approx(3 * (1 + 2 + 3 + 4) / sold)
    assert row["bias"] == pytest.approx(-3 * (1 + 2 + 3 + 4) / sold)
    assert row["rmse"] == pytest.approx(((1 + 4 + 9 + 16) / 4) ** 0.5)
    assert row["rmsse"] == pytest.approx(((1 + 4 + 9 + 16) / 4) ** 0.5)  # the past moved by 1 a week
    assert row["cumulative_wape"] == pytest.approx(row["wape"])
    assert row["cumulative_rmsse"] == pytest.approx(10 / 16)  # sums of 4 weeks moved by 16
    assert (row["points"], row["cumulative_points"], row["series"], row["fallbacks"]) == (12, 3, 1, 0)


def test_a_week_without_stock_is_left_out_of_weekly_scores_and_its_series_out_of_cumulative_ones():
    units = some_demand(4, 60, seed=3)
    units[1, -2] = NAN
    row = backtest(a_panel(units), ["naive"], weeks=4, cutoffs=1).catalogue.iloc[0]
    assert (row["points"], row["cumulative_points"]) == (4 * 4 - 1, 4 - 1)


def test_only_series_that_sold_before_the_cut_off_count():
    units = np.full((3, 60), 2.0)
    units[1, :57] = NAN
    units[2, :50] = 0
    found = backtest(a_panel(units), ["naive"], weeks=8, cutoffs=3)
    assert found.series == 2
    assert found.per_cutoff["series"].tolist() == [1, 1, 2]


def test_scores_come_by_series_by_class_and_for_the_catalogue_and_agree():
    found = backtest(a_panel(some_demand(8, 60)), ["naive", "ses"], weeks=6, cutoffs=3)
    assert found.catalogue["model"].tolist() == ["naive", "ses"]
    assert len(found.per_series) == 2 * found.series
    assert found.per_class.groupby("model")["series"].sum().tolist() == [found.series] * 2
    assert found.per_series["points"].sum() == found.catalogue["points"].sum() == found.per_class["points"].sum()
    assert (found.catalogue["seconds"] >= 0).all()


def test_a_model_gets_the_past_alone(monkeypatch):
    seen = []

    class Spy:
        name = "naive"

        def fit(self, panel):
            seen.append((len(panel.weeks), panel.units.shape[1], panel.price.shape[1], panel.promo.shape[1]))
            return MODELS["ses"].fit(panel)

    monkeypatch.setitem(races.MODELS, "naive", Spy())
    backtest(a_panel(some_demand(4, 60)), ["naive"], weeks=13, cutoffs=3)
    assert seen == [(place,) * 4 for place in cut_offs(60, 13, 3)]


WEEKS, PLACES = 6, cut_offs(60, 6, 2)


class Recording:
    """A model of the race, and what it said at each cut-off."""

    def __init__(self, model):
        self.name, self.model, self.said = model.name, model, []

    def fit(self, panel):
        self.fitted = self.model.fit(panel)
        return self

    def predict(self, weeks, quantiles):
        self.said.append(self.fitted.predict(weeks, quantiles))
        return self.said[-1]


class Peeking:
    """A model that has seen all there is, and says what will come."""

    name = "peeking"

    def __init__(self, everything):
        self.everything = everything

    def fit(self, panel):
        place = len(panel.weeks)
        return MODELS["naive"].fit(replace(panel, units=np.nan_to_num(self.everything.units)[:, place : place + 1].repeat(place, axis=1)))


def a_year_with_another_end(loud_from):
    """Prices, promotions and a lone spike in it; from one week on, everything a thousand times as much, or a hundredth of the price."""
    units, price = some_demand(6, 60), np.full((6, 60), 20.0)
    units[1, 20], price[2, 30:33] = 900, 14
    later = np.arange(60) >= loud_from
    units, price = np.where(later, 1000 * units + 1000, units), np.where(later, price / 100, price)
    return capped(a_panel(units, price=price, promo=promotions(price) | later))


def cut_offs_that_told_the_future(make, monkeypatch) -> list[int]:
    """The cut-offs, by place, at which what came after them changed what a race had the model say. make: of all there is, a model."""
    told = []
    for turn, place in enumerate(PLACES):
        races_run = []
        for panel in (a_year_with_another_end(60), a_year_with_another_end(place)):
            model = Recording(make(panel))
            monkeypatch.setitem(MODELS, model.name, model)
            scores = backtest(panel, [model.name], weeks=WEEKS, cutoffs=len(PLACES)).catalogue["rmse"].item()
            races_run.append((model.said, scores))
            monkeypatch.undo()
        (calm, one), (loud, other) = races_run
        assert other > 10 * one  # the other end did reach the race: as truth
        same = all(np.array_equal(getattr(calm[turn], name), getattr(loud[turn], name)) for name in ("weekly", "cumulative", "mean"))
        told += [] if same else [place]
    return told


@pytest.mark.parametrize("name", list(MODELS))
def test_nothing_that_came_after_a_cut_off_changes_what_the_race_has_a_model_say(name, monkeypatch):
    assert cut_offs_that_told_the_future(lambda panel, model=MODELS[name]: model, monkeypatch) == []


def test_a_model_that_peeks_is_found_out(monkeypatch):
    assert cut_offs_that_told_the_future(Peeking, monkeypatch) == PLACES


@pytest.mark.parametrize("leak", ["whole", "capped by all"])
def test_a_race_that_gives_more_than_the_past_is_found_out(leak, monkeypatch):
    """Two ways to get it wrong: the panel is not cut, or lone weeks are held down by the weeks of all time."""

    def known(raw, place):
        rows = np.flatnonzero(raw.until(place).with_sales())
        return rows, capped(raw.only(rows)) if leak == "whole" else capped(raw.only(rows)).until(place)

    with pytest.MonkeyPatch.context() as leaking:  # of its own: the other one is undone between two races
        leaking.setattr(races, "_known", known)
        assert cut_offs_that_told_the_future(lambda panel, model=MODELS["ses"]: model, monkeypatch) == PLACES


def test_an_outlier_is_capped_by_what_was_known_then_and_counts_in_full_as_truth():
    units = np.full((1, 60), 10.0)
    units[0, 20], units[0, 58] = 1000, 1000
    panel = capped(a_panel(units))
    assert panel.outliers["units"].tolist() == [1000, 1000]
    assert (uncapped(panel).units == units).all()
    row = backtest(panel, ["ma"], weeks=4, cutoffs=1).catalogue.iloc[0]
    assert row["wape"] == pytest.approx(990 / 1030)


def test_what_was_a_promotion_does_not_depend_on_later_prices():
    price = np.array([[10.0, 10, 8, 10, 10, NAN]])
    assert promotions(price)[0].tolist() == [False, False, True, False, False, False]
    later = np.append(price, np.full((1, 20), 3.0), axis=1)
    assert (promotions(later)[:, :6] == promotions(price)).all()


def test_a_cut_that_lasts_a_quarter_becomes_the_usual_price():
    price = np.array([[10.0] * 30 + [8.0] * 20])
    assert promotions(price)[0].tolist() == [False] * 30 + [True] * 13 + [False] * 7  # 14 of 26 weeks: the median is 8


@pytest.fixture
def broken(monkeypatch):
    """A model whose library really refuses: Tweedie boosting of nothing but zeros."""

    def train(features, target, weight):
        return lightgbm.train({"objective": "tweedie", "verbosity": -1}, lightgbm.Dataset(features, 0 * target))

    monkeypatch.setitem(MODELS, "broken", Learnt("broken", train))


def test_a_model_that_fails_is_left_out_by_name_and_reason_and_the_others_keep_their_scores(broken):
    panel = a_panel(some_demand(6, 60))
    found, alone = (backtest(panel, models, weeks=6) for models in (["naive", "broken", "ses"], ["naive", "ses"]))
    assert found.failed.keys() == {"broken"}
    assert found.failed["broken"].startswith("LightGBMError: ")
    assert alone.failed == {}
    for frame in ("per_series", "per_class", "per_cutoff", "catalogue"):
        first, second = (getattr(race, frame).drop(columns="seconds", errors="ignore") for race in (found, alone))
        pd.testing.assert_frame_equal(first, second)


def test_if_every_model_fails_the_first_error_is_raised(broken):
    with pytest.raises(lightgbm.basic.LightGBMError):
        backtest(a_panel(some_demand(6, 60)), ["broken"], weeks=6)


@pytest.mark.parametrize("name", ["lightgbm", "random_forest"])
def test_lessons_without_one_sale_are_as_good_as_none(name):
    """Sold in the first three weeks only: after week 8, where the first lesson is, nothing more."""
    units = np.zeros((5, 60))
    units[:, :3] = 5
    found = backtest(a_panel(units), [name], weeks=6)
    assert found.failed == {}
    assert found.catalogue["fallbacks"].tolist() == [5 * 3]


def test_progress_rises_to_the_end():
    told = []
    backtest(a_panel(some_demand(3, 60)), ["naive", "ses"], progress=lambda stage, share: told.append((stage, share)))
    assert {stage for stage, _ in told} == {"backtest"}
    assert [share for _, share in told] == sorted(share for _, share in told)


def test_the_order_of_series_and_models_changes_no_score():
    panel = a_panel(some_demand(6, 60))
    first = backtest(panel, ["naive", "tsb"], weeks=6).catalogue.set_index("model")
    second = backtest(panel.only(np.arange(5, -1, -1)), ["tsb", "naive"], weeks=6).catalogue.set_index("model")
    scores = first.columns.drop("seconds")
    pd.testing.assert_frame_equal(first[scores], second.loc[first.index, scores])
