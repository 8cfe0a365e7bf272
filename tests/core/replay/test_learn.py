"""Thresholds that would have cost less, by hand; and that nothing moves before the seller says so."""

from datetime import UTC, date, datetime, timedelta

import numpy as np
import pandas as pd
import pytest

from core import settings
from core.errors import InputError
from core.policy import Policy
from core.replay import kept, learnings
from core.replay.learn import _Cases, best_line, learn, shrunk
from core.replay.weeks import Seen

POLICY = Policy()
AT = datetime(2026, 11, 30, 8, tzinfo=UTC)
FIRST = date(2026, 3, 1)
NO_MARKS = pd.DataFrame(columns=["marketplace", "sku", "rule", "reason", "verdict", "opened_on"])


def cases(*rows) -> _Cases:
    """rows: (score, verdict, miss, false)."""
    return _Cases(**dict(zip(("score", "verdict", "miss", "false"), np.array(rows, float).T, strict=True)))


def test_the_best_line_is_where_misses_and_false_alarms_cost_least():
    settled = cases((4, 0, 0, 10), (5, 0, 0, 10), (6, 1, 100, 10), (7, 0, 0, 10), (8, 1, 100, 10))
    assert best_line(settled, np.array([4.0, 6.0, 8.0])) == 6  # at 4: three false ones, 30; at 6: one, 10; at 8: a miss, 100


def test_it_speaks_from_the_probability_on_at_which_a_false_alarm_is_worth_its_miss():
    """Speak when P >= false / (false + miss): with 10 and 90 that is a tenth, so one true alarm in nine is enough and one in twelve is not."""
    enough = cases(*[(5, 0, 0, 10)] * 8, (5, 1, 90, 10))
    few = cases(*[(5, 0, 0, 10)] * 11, (5, 1, 90, 10))
    assert best_line(enough, np.array([4.0, 6.0])) == 4
    assert best_line(few, np.array([4.0, 6.0])) == 6


def test_few_alarms_hardly_move_a_threshold_and_many_move_it_nearly_all_the_way():
    assert shrunk(4.0, 8.0, 0, 30) == 4
    assert shrunk(4.0, 8.0, 30, 30) == 6
    assert shrunk(4.0, 8.0, 2970, 30) == pytest.approx(4 + 4 * 2970 / 3000)


def a_past(verdicts: list[float], scores: list[float]) -> tuple[Seen, pd.DataFrame]:
    """One alarm of `cliff` for each SKU, in week 5, with what came of it."""
    skus = [f"S{number}" for number in range(len(verdicts))]
    rows = pd.DataFrame({"week": 5, "marketplace": "US", "sku": skus})
    facts = [f'{{"score": {score}}}' for score in scores]
    alarms = rows.assign(rule="cliff", level=2, facts=facts)
    judged = rows.assign(
        gone=verdicts, stuck=np.nan, cost=200.0, price=20.0, sold_28=4.0, cost_of_waiting_week=np.nan, money_at_stake=np.nan
    )
    return Seen(days=[FIRST + timedelta(days=7 * week) for week in range(10)], seen=rows, alarms=alarms, cohorts=rows), judged


def a_mark(sku: str, verdict: int, reason: str | None) -> dict:
    opened = pd.Timestamp(FIRST + timedelta(days=7 * 5))
    return {"marketplace": "US", "sku": sku, "rule": "cliff", "reason": reason, "verdict": verdict, "opened_on": opened}


def moved(told, judged, marks=NO_MARKS) -> dict:
    return {row["key"]: row for row in learn(told, judged, marks, POLICY).to_dict("records")}


def test_false_alarms_with_low_scores_make_the_rule_stricter():
    told, judged = a_past([0.0] * 20 + [1.0] * 10, [4.2] * 20 + [6.0] * 10)
    found = moved(told, judged)["cliff.h"]
    assert (found["best"], found["alarms"], found["false_alarms"]) == (6, 30, 20)
    assert found["value"] == pytest.approx(4 + (6 - 4) * 30 / 60)


def test_true_alarms_move_nothing():
    assert moved(*a_past([1.0] * 30, [4.2] * 30)) == {}


def test_the_sellers_word_goes_before_what_came_and_settles_what_is_open():
    told, judged = a_past([np.nan] * 30, [4.2] * 20 + [6.0] * 10)
    marks = pd.DataFrame([a_mark(f"S{number}", int(number >= 20), "other") for number in range(30)])
    assert moved(told, judged, marks)["cliff.h"]["false_alarms"] == 20


def test_wrong_data_and_stock_that_was_meant_are_no_fault_of_the_threshold():
    told, judged = a_past([np.nan] * 30, [4.2] * 30)
    marks = pd.DataFrame([a_mark(f"S{number}", 0, reason) for number, reason in enumerate(["data_wrong", "planned"] * 15)])
    assert moved(told, judged, marks) == {}


def test_promotions_named_as_the_cause_become_a_factor_and_not_a_threshold():
    told, judged = a_past([np.nan] * 30, [4.2] * 30)
    marks = pd.DataFrame([a_mark(f"S{number}", 0, "promotion") for number in range(30)])
    found = moved(told, judged, marks)
    assert found.keys() == {"promotion.factor"}
    assert found["promotion.factor"]["value"] == pytest.approx(1 + 0.5 * 30 / 60)  # all 30 name it: 1.5 at most, half of the way


def a_learning(ws, key="cliff.h", value=5.0) -> int:
    rows = pd.DataFrame(
        [{"key": key, "rule": "cliff", "default_value": 4.0, "best": 6.0, "value": value, "alarms": 30, "false_alarms": 20}]
    )
    return learnings._store(ws, {"at": AT, "before": 1, "after": 2, "marks": 0}, rows)


def test_nothing_is_in_force_before_it_is_accepted_and_one_click_takes_it_back(ws):
    first, version = a_learning(ws), ws.version()
    assert settings.policy(ws)["cliff.h"] == 4
    learnings.decide(ws, first, "accepted", at=AT)
    assert settings.policy(ws)["cliff.h"] == 5
    assert ws.version() > version
    learnings.decide(ws, a_learning(ws, value=5.5), "accepted", at=AT)
    assert settings.policy(ws)["cliff.h"] == 5.5
    learnings.decide(ws, learnings.newest(ws)["learning_id"], "reverted", at=AT)
    assert settings.policy(ws)["cliff.h"] == 5  # the one before it
    learnings.decide(ws, first, "reverted", at=AT)
    assert settings.policy(ws)["cliff.h"] == 4


def test_what_the_seller_set_goes_before_what_was_learnt(ws):
    learnings.decide(ws, a_learning(ws), "accepted", at=AT)
    settings.save(ws, {"cliff.h": 7}, at=AT)
    assert settings.policy(ws)["cliff.h"] == 7


def test_only_what_is_proposed_or_taken_back_can_be_accepted(ws):
    number = a_learning(ws)
    with pytest.raises(InputError):
        learnings.decide(ws, number, "reverted", at=AT)
    learnings.decide(ws, number, "accepted", at=AT)
    with pytest.raises(InputError):
        learnings.decide(ws, number, "accepted", at=AT)


def test_a_replay_that_only_tried_something_is_not_the_proof_of_what_is_in_force(ws):
    facts = {
        "started_at": AT, "data_version": 1, "first_day": FIRST, "last_day": FIRST, "weeks": 1, "skus": 1, "model": "ses", "policy": "{}", "seconds": 1.0,
    }  # fmt: skip
    empty = pd.DataFrame(columns=["scope"])
    before, after = (kept._store(ws, facts, empty.head(0), empty.head(0)) for _ in range(2))
    number = learnings._store(ws, {"at": AT, "before": before, "after": after, "marks": 0}, pd.DataFrame())
    assert kept.newest(ws)["replay_id"] == before
    learnings.decide(ws, number, "accepted", at=AT)
    assert kept.newest(ws)["replay_id"] == after
