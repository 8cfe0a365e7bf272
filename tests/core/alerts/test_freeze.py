"""Purchases are frozen while a SKU is urgent, lifted when it is no more, or by hand; and an answer keeps what it came to in money."""

import pytest

from core.alerts import board, freeze
from core.alerts.life import Answer
from core.errors import InputError
from tests.core.alerts.build import a_run, alerts, answer, moment

URGENT, WARNING = ("A", "no_movement", 3, 900.0), ("A", "no_movement", 2, 900.0)


def frozen(ws) -> list[str]:
    return list(freeze.frozen(ws)["sku"])


def test_an_urgent_sku_is_frozen_and_a_warning_is_not(ws):
    a_run(ws, 1, URGENT, ("B", "overstock", 2, 500.0))
    row = freeze.frozen(ws).iloc[0]
    assert (row["sku"], row["frozen_at"], row["main_rule"], row["money_at_stake"]) == ("A", moment(7), "no_movement", 900.0)
    assert frozen(ws) == ["A"]
    assert [bool(one["frozen_at"] == one["frozen_at"]) for one in board.board(ws, moment(7).date()).to_dict("records")] == [True, False]


def test_it_is_lifted_when_the_level_falls_and_frozen_anew_when_it_rises(ws):
    a_run(ws, 1, URGENT)
    a_run(ws, 2, WARNING)
    assert frozen(ws) == []
    a_run(ws, 3, URGENT)
    assert frozen(ws) == ["A"]


def test_it_ends_when_the_rule_is_silent(ws):
    a_run(ws, 1, URGENT)
    a_run(ws, 2, ("B", "overstock", 2, 500.0))
    assert frozen(ws) == []


def test_what_is_lifted_by_hand_stays_lifted_until_the_level_has_fallen(ws):
    a_run(ws, 1, URGENT)
    freeze.lift(ws, "US", "A", at=moment(8))
    a_run(ws, 2, URGENT)
    assert frozen(ws) == []
    a_run(ws, 3, WARNING)
    a_run(ws, 4, URGENT)
    assert frozen(ws) == ["A"]


def test_while_the_data_are_in_doubt_nothing_is_frozen(ws):
    a_run(ws, 1, URGENT, ("A", "data_suspect", 1, None))
    assert frozen(ws) == []


def test_what_is_not_frozen_cannot_be_lifted(ws):
    a_run(ws, 1, WARNING)
    with pytest.raises(InputError, match="not_frozen"):
        freeze.lift(ws, "US", "A", at=moment(8))


def test_what_an_answer_came_to_is_kept_with_its_time_and_gone_when_the_alert_opens_again(ws):
    a_run(ws, 1, WARNING)
    answer(ws, *alerts(ws).values(), action="resolve", outcome=-120.5)
    assert alerts(ws)["A", "no_movement"]["outcome_money"] == -120.5
    assert answer(ws, *alerts(ws).values(), action="resolve", outcome=-120.5).same
    assert answer(ws, *alerts(ws).values(), action="resolve", outcome=80.0).changed
    a_run(ws, 2, URGENT)
    found = alerts(ws)["A", "no_movement"]
    assert found["outcome_money"] != found["outcome_money"]  # unknown again
    told = board.history(ws, found["alert_id"])["outcome_money"]
    assert list(told.dropna()) == [-120.5, 80.0]


def test_an_outcome_is_not_needed(ws):
    a_run(ws, 1, WARNING)
    assert answer(ws, *alerts(ws).values(), action="resolve").changed
    assert Answer(action="resolve").outcome is None
