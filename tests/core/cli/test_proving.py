"""The proof on the command line; the JSON keys are a contract."""

import numpy as np
import pytest

from core.replay import kept
from core.workspace import Workspace
from tests.past_seller import buy, fill, wavering

RULE_KEYS = {
    "rule", "level", "alerts", "came_true", "false_alarms", "pending", "precision", "troubles", "caught", "recall", "lead_days_median", "saved",
    "missed", "wasted", "cost", "alerts_week",
}  # fmt: skip
WEEKS = 9


@pytest.fixture
def seller(home):
    home.mkdir()
    ws = Workspace.open(home / "seller.duckdb")
    shelf = buy(wavering(10, 91 + 7 * WEEKS + 1), cover_days=120, batch_days=150)
    fill(ws, [f"S{number}" for number in range(10)], shelf, np.linspace(10, 45, 10))
    ws.close()


def test_a_replay_says_how_much_of_each_rule_came_true_and_is_kept(cli, home, seller):
    answer = cli("alerts", "replay", "--format", "json").json
    assert answer.keys() == {"replay", "rules", "levels", "thumbs", "marketplaces"}
    assert all(row.keys() == RULE_KEYS for row in answer["rules"])
    assert {row["name"] for row in answer["thumbs"]} == {"cover_90", "age_90", "amazon_excess"}
    assert [row["level"] for row in answer["levels"]] == [1, 2, 3]
    assert answer["replay"]["weeks"] == WEEKS + 1
    assert answer["replay"]["model"] == "ses"
    with_alarms = [row for row in answer["rules"] if row["alerts"]]
    assert with_alarms
    assert all(row["alerts"] == row["came_true"] + row["false_alarms"] + row["pending"] for row in answer["rules"])
    ws = Workspace.open(home / "seller.duckdb")
    found = kept.newest(ws)
    assert found["weeks"] == WEEKS + 1
    assert kept.marketplaces(ws, found["replay_id"]) == ["US"]
    one = with_alarms[0]
    alarms = kept.alarms(ws, found["replay_id"], "rule", one["rule"], one["level"])
    assert len(alarms) == one["alerts"]
    assert (alarms["opened_on"] <= alarms["last_on"]).all()
    assert kept.newest(ws)["policy"]["proof.look_money"] == 10
    ws.close()


def test_people_read_a_table_with_levels_and_rules_of_thumb(cli, seller):
    answer = cli("alerts", "replay", "--weeks", 8)
    assert answer.status == 0
    assert "Shelflife" in answer.out
    assert "Amazon's excess units" in answer.out


def test_without_a_past_it_says_what_to_import(cli, home):
    home.mkdir()
    ws = Workspace.open(home / "seller.duckdb")
    fill(ws, ["A"], buy(wavering(1, 100)), np.array([10.0]))
    ws.close()
    answer = cli("alerts", "replay")
    assert (answer.status, answer.out) == (2, "")
    assert "inventory ledger" in answer.err
