"""`python -m core transfers` and `restock`: the keys of their JSON, and what they say without a run."""

import pytest

from core.workspace import Workspace
from tests.core.transfers.sellers import two_sites


@pytest.fixture
def seller(tmp_path):
    path = tmp_path / "seller.duckdb"
    ws = Workspace.open(path)
    two_sites(ws)
    ws.close()
    return path


def test_transfers_tells_moves_their_benefit_and_what_binds(cli, seller):
    found = cli("transfers", "--workspace", seller, "--format", "json")
    assert found.status == 0, found.err
    told = found.json
    assert {"moves", "benefit", "cost", "currency", "status", "gap", "binds", "left_out", "lived"} == set(told)
    assert told["lived"] is None
    assert told["status"] == "optimal"
    assert {"sku", "from", "to", "units", "cost", "benefit", "ship_by"} <= set(told["moves"][0])
    assert told["benefit"] == pytest.approx(sum(row["benefit"] for row in told["moves"]))
    few = cli("transfers", "--units", 60, "--workspace", seller, "--format", "json").json
    assert sum(row["units"] for row in few["moves"]) <= 60
    assert few["binds"]["units"] > 0


def test_a_plan_can_be_lived_through_beside_the_other_ways(cli, seller):
    lived = cli("transfers", "--lives", 50, "--workspace", seller, "--format", "json").json["lived"]
    assert {"ways", "mean", "low", "high", "p10", "p90", "better", "lives", "currency"} == set(lived)
    assert [row["way"] for row in lived["ways"]] == ["plan", "clear", "nothing"]
    assert lived["low"] < lived["mean"] < lived["high"]
    assert "nothing" in cli("transfers", "--lives", 50, "--workspace", seller).out


def test_restock_tells_what_is_due_and_why_not(cli, seller):
    rows = cli("restock", "--workspace", seller, "--format", "json").json
    assert {row["why"] for row in rows} <= {"order_now", "order_by", "enough", "frozen", "clearing", "ends", "no_demand"}
    assert {"marketplace", "sku", "why", "order_on", "units", "amount", "arrives_on"} <= set(rows[0])


def test_without_a_run_both_say_what_to_do(cli, tmp_path):
    path = tmp_path / "empty.duckdb"
    Workspace.open(path).close()
    for command in ("transfers", "restock"):
        answer = cli(command, "--workspace", path)
        assert answer.status == 2
        assert "core run" in answer.err
