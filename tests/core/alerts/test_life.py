"""The life of an alert: what a run and a seller do to it. Definitions: risk-and-alerts, section 5."""

from datetime import timedelta

import pytest

from core import run as runs
from core import settings
from core.alerts import board, life
from core.errors import InputError
from tests.build import AS_OF, AT, Knowing, some_sales, some_stock
from tests.core.alerts.build import DAY, FACTS, a_run, alerts, answer, events, moment, update

UNSOLD = ("A", "no_movement", 2, 100.0)
KEY = ("A", "no_movement")


def test_a_rule_that_fires_opens_one_alert_and_says_when(ws):
    a_run(ws, 1, UNSOLD)
    alert = alerts(ws)[KEY]
    assert (alert["state"], alert["level"], alert["money_at_stake"], alert["opened_at"]) == ("open", 2, 100.0, moment(7))
    assert alert["facts"] == FACTS
    assert events(ws, alert) == ["opened"]


def test_two_rules_of_one_sku_are_two_alerts(ws):
    a_run(ws, 1, UNSOLD, ("A", "overstock", 1, 100.0))
    assert set(alerts(ws)) == {KEY, ("A", "overstock")}


def test_a_clearance_rule_has_the_level_that_money_gave_its_sku_another_rule_its_own(ws):
    a_run(ws, 1, ("A", "no_movement", 3, 900.0), ("A", "low_stock", 1, None))
    assert (alerts(ws)[KEY]["level"], alerts(ws)[KEY]["money_at_stake"]) == (3, 900.0)
    low = alerts(ws)["A", "low_stock"]
    assert low["level"] == 1
    assert low["money_at_stake"] != low["money_at_stake"]  # unknown


def test_the_same_run_twice_changes_nothing(ws):
    a_run(ws, 1, UNSOLD)
    a_run(ws, 2)
    before = [ws.rows(f"from {table} order by all") for table in ("alert", "alert_history", "alert_check")]
    update(ws, 2, DAY + timedelta(days=14), moment(15))
    update(ws, 1, DAY + timedelta(days=7), moment(15))
    assert [ws.rows(f"from {table} order by all") for table in ("alert", "alert_history", "alert_check")] == before


def test_another_run_of_the_same_day_is_no_second_silence(ws):
    a_run(ws, 1, UNSOLD)
    a_run(ws, 2, day=14)
    a_run(ws, 3, day=14)
    assert (alerts(ws)[KEY]["state"], alerts(ws)[KEY]["quiet"]) == ("open", True)
    a_run(ws, 4, day=21)
    assert alerts(ws)[KEY]["state"] == "closed"
    assert events(ws, alerts(ws)[KEY]) == ["opened", "went_silent"]


@pytest.mark.parametrize("action", [None, "acknowledge", "start", "snooze"])
def test_it_closes_by_itself_after_two_silent_days_whatever_was_answered(ws, action):
    a_run(ws, 1, UNSOLD)
    if action:
        answer(ws, alerts(ws)[KEY], action=action, until=DAY + timedelta(days=90) if action == "snooze" else None)
    a_run(ws, 2)
    assert alerts(ws)[KEY]["state"] != "closed"
    a_run(ws, 3)
    assert alerts(ws)[KEY]["state"] == "closed"


def test_one_silent_day_between_two_alarms_does_not_close_it(ws):
    a_run(ws, 1, UNSOLD)
    a_run(ws, 2)
    a_run(ws, 3, UNSOLD)
    a_run(ws, 4)
    assert alerts(ws)[KEY]["state"] == "open"


def test_a_closed_alert_that_fires_again_is_a_new_episode_of_the_same_alert_and_keeps_its_owner(ws):
    a_run(ws, 1, UNSOLD)
    first = alerts(ws)[KEY]
    answer(ws, first, owner="Ana")
    for run_id in (2, 3):
        a_run(ws, run_id)
    a_run(ws, 4, UNSOLD)
    alert = alerts(ws)[KEY]
    assert (alert["alert_id"], alert["state"], alert["owner"]) == (first["alert_id"], "open", "Ana")
    assert alert["opened_at"] == moment(28)
    assert events(ws, alert) == ["opened", "acknowledge", "went_silent", "opened"]


@pytest.mark.parametrize("action", ["acknowledge", "start", "snooze", "resolve", "false_alarm"])
def test_a_rise_in_level_opens_what_was_answered(ws, action):
    more = {"snooze": {"until": DAY + timedelta(days=90)}, "false_alarm": {"reason": "promotion"}}.get(action, {})
    a_run(ws, 1, UNSOLD)
    answer(ws, alerts(ws)[KEY], action=action, **more)
    a_run(ws, 2, ("A", "no_movement", 3, 100.0))
    alert = alerts(ws, day=14)[KEY]
    assert (alert["state"], alert["level"], alert["reason"]) == ("open", 3, None)
    assert events(ws, alert)[-1] == "rose"


@pytest.mark.parametrize(
    ("money_then", "money_now", "state"),
    [
        (100.0, 150.0, "open"),  # half as much again, and 50 more
        (100.0, 149.0, "acknowledged"),  # less than half as much again
        (60.0, 100.0, "acknowledged"),  # two thirds more, but only 40
        (None, 500.0, "acknowledged"),  # what was unknown cannot have risen
    ],
)
def test_a_rise_of_the_money_at_stake_opens_it_when_it_is_large_in_share_and_in_sum(ws, money_then, money_now, state):
    a_run(ws, 1, ("A", "no_movement", 2, money_then))
    answer(ws, alerts(ws)[KEY])
    a_run(ws, 2, ("A", "no_movement", 2, money_now))
    assert alerts(ws)[KEY]["state"] == state


def test_a_rise_in_small_steps_counts_from_the_last_answer(ws):
    a_run(ws, 1, UNSOLD)
    answer(ws, alerts(ws)[KEY])
    a_run(ws, 2, ("A", "no_movement", 2, 130.0))
    assert alerts(ws)[KEY]["state"] == "acknowledged"
    a_run(ws, 3, ("A", "no_movement", 2, 160.0))
    assert alerts(ws)[KEY]["state"] == "open"


def test_a_level_that_falls_and_comes_back_does_not_open_it(ws):
    a_run(ws, 1, UNSOLD)
    answer(ws, alerts(ws)[KEY])
    a_run(ws, 2, ("A", "no_movement", 1, 10.0))
    a_run(ws, 3, UNSOLD)
    assert alerts(ws)[KEY]["state"] == "acknowledged"


def test_an_open_alert_tells_every_change_of_level(ws):
    for run_id, level in enumerate((2, 3, 1), 1):
        a_run(ws, run_id, ("A", "no_movement", level, 100.0))
    assert events(ws, alerts(ws)[KEY]) == ["opened", "raised", "lowered"]


def test_a_snooze_ends_on_its_day_on_the_board_at_once_and_in_the_next_run(ws):
    a_run(ws, 1, UNSOLD)
    answer(ws, alerts(ws)[KEY], action="snooze", until=DAY + timedelta(days=12))
    assert alerts(ws, day=11)[KEY]["state"] == "snoozed"
    assert alerts(ws, day=12)[KEY]["state"] == "open"
    a_run(ws, 2, UNSOLD)
    assert events(ws, alerts(ws)[KEY]) == ["opened", "snooze", "woke"]


def test_a_resolved_alert_has_two_weeks_to_show_in_the_stock(ws):
    a_run(ws, 1, UNSOLD)
    answer(ws, alerts(ws)[KEY], action="resolve", note="removal order placed", day=8)
    a_run(ws, 2, UNSOLD, day=21)
    assert alerts(ws)[KEY]["state"] == "resolved"
    a_run(ws, 3, UNSOLD, day=22)
    assert events(ws, alerts(ws)[KEY]) == ["opened", "resolve", "still_there"]


def test_a_resolved_alert_that_was_silent_and_fires_again_has_returned(ws):
    a_run(ws, 1, UNSOLD)
    answer(ws, alerts(ws)[KEY], action="resolve")
    a_run(ws, 2, day=10)
    a_run(ws, 3, UNSOLD, day=12)
    assert events(ws, alerts(ws)[KEY])[-1] == "returned"


def test_a_false_alarm_stays_one_while_it_goes_on_and_may_come_back_after_silence(ws):
    a_run(ws, 1, UNSOLD)
    answer(ws, alerts(ws)[KEY], action="false_alarm", reason="promotion")
    for run_id in (2, 3, 4):
        a_run(ws, run_id, UNSOLD)
    assert (alerts(ws)[KEY]["state"], alerts(ws)[KEY]["reason"]) == ("false_alarm", "promotion")
    for run_id in (5, 6):
        a_run(ws, run_id)
    a_run(ws, 7, UNSOLD)
    assert (alerts(ws)[KEY]["state"], events(ws, alerts(ws)[KEY])[-1]) == ("open", "returned")


def test_while_the_data_are_in_doubt_the_other_alerts_of_that_sku_stand_still(ws):
    a_run(ws, 1, UNSOLD, ("B", "no_movement", 2, 50.0))
    for run_id in (2, 3):
        a_run(ws, run_id, ("A", "data_suspect", 1, None))
    assert {key: alert["state"] for key, alert in alerts(ws).items()} == {
        KEY: "open", ("A", "data_suspect"): "open", ("B", "no_movement"): "closed",
    }  # fmt: skip


def test_bulk_answers_change_what_they_can_and_tell_the_rest(ws):
    a_run(ws, 1, UNSOLD, ("B", "no_movement", 2, 50.0), ("C", "no_movement", 2, 50.0))
    one, two, three = (alerts(ws)[sku, "no_movement"] for sku in "ABC")
    answer(ws, one, owner="Ana")
    answer(ws, two, action="resolve")
    done = answer(ws, one, two, three, owner="Ana")
    assert (done.changed, done.same, done.refused) == ((three["alert_id"],), (one["alert_id"],), ((two["alert_id"], "resolved"),))


def test_the_same_answer_twice_is_kept_once(ws):
    a_run(ws, 1, UNSOLD)
    for _ in range(2):
        answer(ws, alerts(ws)[KEY], action="snooze", until=DAY + timedelta(days=30), note="sale in week 48")
    assert events(ws, alerts(ws)[KEY]) == ["opened", "snooze"]


def test_an_owner_can_be_given_without_changing_the_state(ws):
    a_run(ws, 1, UNSOLD)
    answer(ws, alerts(ws)[KEY], action="assign", owner="Ben")
    assert (alerts(ws)[KEY]["owner"], alerts(ws)[KEY]["state"]) == ("Ben", "open")
    answer(ws, alerts(ws)[KEY])
    assert (alerts(ws)[KEY]["owner"], alerts(ws)[KEY]["state"]) == ("Ben", "acknowledged")


@pytest.mark.parametrize(
    ("given", "code"),
    [
        ({"action": "snooze"}, "alert_snooze_day"),
        ({"action": "snooze", "until": DAY + timedelta(days=8)}, "alert_snooze_day"),  # the day of the answer itself
        ({"action": "false_alarm"}, "alert_reason"),
        ({"action": "false_alarm", "reason": "bored"}, "alert_reason"),
        ({"action": "assign", "owner": " "}, "alert_owner"),
        ({"action": "delete"}, "alert_action_unknown"),
    ],
)
def test_an_answer_that_lacks_something_is_refused_and_changes_nothing(ws, given, code):
    a_run(ws, 1, UNSOLD)
    with pytest.raises(InputError, match=code):
        answer(ws, alerts(ws)[KEY], **given)
    assert events(ws, alerts(ws)[KEY]) == ["opened"]


def test_an_alert_that_is_not_there_stops_the_whole_answer(ws):
    a_run(ws, 1, UNSOLD)
    with pytest.raises(InputError, match="alert_unknown"):
        life.answer(ws, [alerts(ws)[KEY]["alert_id"], 999], life.Answer(action="acknowledge"), at=moment(8))
    assert alerts(ws)[KEY]["state"] == "open"


def test_how_long_it_took_to_answer_plan_and_end_is_told_at_the_median(ws):
    a_run(ws, 1, UNSOLD)  # opened on day 7
    answer(ws, alerts(ws)[KEY], day=8)
    answer(ws, alerts(ws)[KEY], action="start", day=9)
    answer(ws, alerts(ws)[KEY], action="resolve", day=12)
    assert board.times(ws) == {"episodes": 1, "answered": 1, "hours_to_answer": 24.0, "hours_to_plan": 48.0, "hours_to_end": 120.0}


def test_times_are_unknown_before_there_are_any(ws):
    assert board.times(ws) == {"episodes": 0, "answered": 0, "hours_to_answer": None, "hours_to_plan": None, "hours_to_end": None}
    assert board.last_check(ws) is None


# --- with a real run


@pytest.fixture
def seller(ws):
    for back in (0, 7):
        some_stock(ws, sku="B", available=300, as_of=AS_OF - timedelta(days=back))
    some_sales(ws, {AS_OF - timedelta(days=200): 1}, sku="B")
    some_sales(ws, {AS_OF: 1}, sku="A")
    return ws


def test_each_run_brings_the_alerts_up_to_date_with_itself(seller):
    run_id = runs.run(seller, at=AT, model=Knowing()).run_id
    assert ("B", "no_movement") in alerts(seller)
    assert board.last_check(seller) == (AS_OF, AT)
    assert {row["fired_run_id"] for row in alerts(seller).values()} == {run_id}


def test_a_look_back_is_no_news(seller):
    runs.run(seller, at=AT, as_of=AS_OF - timedelta(days=7), history=True, model=Knowing())
    runs.run(seller, at=AT, as_of=AS_OF - timedelta(days=7), model=Knowing())
    assert alerts(seller) == {}


def test_a_run_whose_alerts_fail_is_not_stored(seller, monkeypatch):
    def broken(*_, **__):
        raise ValueError("alerts broke")

    monkeypatch.setattr(life, "update", broken)
    with pytest.raises(ValueError, match="alerts broke"):
        runs.run(seller, at=AT, model=Knowing())
    assert seller.rows("select count(*) from run") == [(0,)]


def test_a_warning_gets_the_owner_whom_settings_name_and_keeps_the_one_it_has(ws):
    """Clearing goes to sales, buying to purchasing; a notice has no owner until somebody takes it."""
    a_run(ws, 1, ("A", "overstock", 2, 500.0))
    answer(ws, *alerts(ws).values(), action="assign", owner="Kim")
    settings.save(ws, {"owner.sales": "Sam", "owner.purchasing": "Pat"}, at=moment(8))
    a_run(ws, 2, ("A", "overstock", 2, 500.0), ("B", "no_movement", 3, 900.0), ("C", "low_stock", 2, None), ("D", "overstock", 1, 5.0))
    found = {sku: one["owner"] for (sku, _), one in alerts(ws).items()}
    assert {name: found[name] for name in "ABC"} == {"A": "Kim", "B": "Sam", "C": "Pat"}
    assert found["D"] != found["D"] or found["D"] is None
    a_run(ws, 3, ("D", "overstock", 2, 500.0))
    assert alerts(ws)["D", "overstock"]["owner"] == "Sam"
    assert "Sam" in set(board.history(ws, alerts(ws)["D", "overstock"]["alert_id"])["owner"])
