"""The inbox on the command line; the JSON keys are a contract."""

import pytest

from core.workspace import Workspace
from tests.core.alerts.build import FACTS, a_run

KEYS = {
    "alert_id", "marketplace", "sku", "title", "rule", "level", "state", "money_at_stake", "currency", "owner", "snoozed_until", "reason", "note",
    "outcome_money", "frozen_at", "draft_plan", "draft_problems", "draft_moves", "move_gain", "move_currency", "move_problems", "quiet", "opened_at", "changed_at", "why", "silent", "facts",
}  # fmt: skip


@pytest.fixture
def inbox(home):
    """A of level 3, B of level 1; both open, none sells."""
    home.mkdir()
    ws = Workspace.open(home / "seller.duckdb")
    a_run(ws, 1, ("A", "no_movement", 3, 900.0), ("B", "no_movement", 1, None))
    ws.close()


def ids(cli, *options) -> dict:
    return {row["sku"]: row["alert_id"] for row in cli("alerts", "list", "--format", "json", *options).json}


def test_the_list_has_the_most_urgent_first_and_says_why_and_what_would_silence_it(cli, inbox):
    rows = cli("alerts", "list", "--format", "json").json
    assert [(row["sku"], row["state"]) for row in rows] == [("A", "open"), ("B", "open")]
    assert rows[0].keys() == KEYS
    assert rows[0]["why"] == "300 units and no sale for 100 days."
    assert rows[0]["facts"] == FACTS
    assert rows[1]["money_at_stake"] is None


def test_the_list_can_be_narrowed_by_level_state_and_owner(cli, inbox):
    assert ids(cli, "--level", "2,3").keys() == {"A"}
    cli("alerts", "ack", ids(cli)["B"], "--owner", "Ana")
    assert ids(cli, "--state", "acknowledged").keys() == {"B"}
    assert ids(cli, "--owner", "Ana").keys() == {"B"}
    assert ids(cli, "--state", "all").keys() == {"A", "B"}


def test_a_state_or_level_that_is_none_ends_with_status_two(cli, inbox):
    for option in (("--state", "lost"), ("--level", "9")):
        answer = cli("alerts", "list", *option)
        assert (answer.status, answer.out) == (2, "")
        assert option[1] in answer.err


def test_many_are_answered_at_once_and_the_same_answer_again_changes_nothing(cli, inbox):
    both = list(ids(cli).values())
    first = cli("alerts", "ack", *both, "--owner", "Ana", "--format", "json")
    assert first.json == {"changed": both, "same": [], "refused": []}
    assert cli("alerts", "ack", *both, "--owner", "Ana", "--format", "json").json == {"changed": [], "same": both, "refused": []}


@pytest.mark.parametrize(
    ("verb", "options", "state"),
    [
        ("start", ("--note", "mark down in week 48"), "in_progress"),
        ("snooze", ("--until", "2999-01-01"), "snoozed"),
        ("resolve", ("--note", "sold to a liquidator"), "resolved"),
        ("false-alarm", ("--reason", "promotion"), "false_alarm"),
        ("assign", ("--owner", "Ben"), "open"),
    ],
)
def test_each_verb_leads_to_its_state(cli, inbox, verb, options, state):
    answer = cli("alerts", verb, ids(cli)["A"], *options)
    assert (answer.status, answer.err) == (0, "")
    assert ids(cli, "--state", state).keys() >= {"A"}


def test_an_alert_can_be_opened_again(cli, inbox):
    number = ids(cli)["A"]
    cli("alerts", "resolve", number)
    assert cli("alerts", "reopen", number).status == 0
    assert ids(cli, "--state", "open").keys() == {"A", "B"}


def test_what_cannot_be_done_is_said_on_standard_error_with_status_two(cli, inbox):
    number = ids(cli)["A"]
    cli("alerts", "resolve", number)
    answer = cli("alerts", "snooze", number, "--until", "2999-01-01", "--format", "json")
    assert answer.status == 2
    assert answer.json["refused"] == [{"alert_id": number, "state": "resolved"}]
    assert "Resolved" in answer.err


def test_a_number_that_is_none_a_past_day_and_an_unknown_reason_are_refused_in_words(cli, inbox):
    number = ids(cli)["A"]
    for arguments in (("ack", 999), ("snooze", number, "--until", "2020-01-01"), ("false-alarm", number, "--reason", "bored")):
        answer = cli("alerts", *arguments)
        assert (answer.status, answer.out) == (2, "")
        assert answer.err


def test_the_table_speaks_chinese_when_asked(cli, inbox):
    said = cli("alerts", "list", "--lang", "zh").out
    assert "待处理" in said
    assert "无销量" in said or "没有" in said
