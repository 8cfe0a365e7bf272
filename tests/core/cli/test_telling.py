"""Channels and sending on the command line; the address is read from standard input and never shown."""

import pytest
from typer.testing import CliRunner

from core.cli import app
from core.workspace import Workspace
from tests.core.alerts.build import a_run
from tests.core.alerts.receivers import web_server
from tests.core.cli.conftest import Answer

SECRET = "s3cr3t-t0ken"  # noqa: S105 - of nobody


@pytest.fixture
def inbox(home):
    home.mkdir()
    ws = Workspace.open(home / "seller.duckdb")
    a_run(ws, 1, ("A", "no_movement", 3, 900.0))
    ws.close()


def add(address: str, *options) -> Answer:
    return Answer(CliRunner().invoke(app, ["alerts", "channel", "team", *options], input=f"{address}\n"))


def test_a_channel_is_added_told_once_and_logged(cli, inbox):
    with web_server() as (port, bodies):
        added = add(f"json://127.0.0.1:{port}/{SECRET}", "--level", "1", "--quiet", "03:00-03:01", "--lang", "zh")
        assert added.status == 0, added.err
        first, second = (cli("alerts", "send", "--format", "json") for _ in range(2))
    assert (first.status, first.json[0]["status"], first.json[0]["skus"]) == (0, "sent", 1)
    assert second.json[0]["status"] == "nothing"
    assert bodies[0]["title"].startswith("Shelflife：")
    assert [row["status"] for row in cli("alerts", "log", "--format", "json").json] == ["sent"]
    listed = cli("alerts", "channels", "--format", "json")
    assert (listed.json[0]["kind"], listed.json[0]["quiet_from"], listed.json[0]["level"]) == ("webhook", "03:00", 1)
    assert SECRET not in added.out + added.err + first.out + listed.out


def test_a_route_changes_and_its_address_stays_when_none_is_given(cli, inbox):
    add(f"json://127.0.0.1:9/{SECRET}")
    assert add("", "--owner", "Ana").status == 0
    assert cli("alerts", "channels", "--format", "json").json[0]["owner"] == "Ana"


def test_a_message_that_fails_ends_with_status_one_and_says_when_it_is_tried_again(cli, inbox, monkeypatch):
    monkeypatch.setattr("core.cli.telling.time.sleep", lambda seconds: None)
    add(f"json://127.0.0.1:9/{SECRET}")
    answer = cli("alerts", "send", "--format", "json")
    assert (answer.status, answer.json[0]["status"], answer.json[0]["tries"]) == (1, "failed", 3)
    assert answer.json[0]["next_at"]
    assert SECRET not in answer.out + answer.err
    assert cli("alerts", "send", "--format", "json").json[0]["status"] == "later"


def test_a_channel_without_an_address_and_an_unknown_one_are_refused_in_words(cli, inbox):
    for answer in (add(""), add("gopher://x"), cli("alerts", "forget", "nobody")):
        assert answer.status == 2
        assert answer.err


def test_a_forgotten_channel_is_gone(cli, inbox):
    add(f"json://127.0.0.1:9/{SECRET}")
    assert cli("alerts", "forget", "team", "--format", "json").json == []
