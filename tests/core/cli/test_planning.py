"""`python -m core plan`: keep a case as a plan, list, and write its files."""

import json
import zipfile

import pytest

from core.workspace import Workspace
from tests.core.clearance.cases import A

NAMED = A | {"marketplace": "US", "sku": "PAD-1"}


@pytest.fixture
def seller(tmp_path):
    path = tmp_path / "seller.duckdb"
    Workspace.open(path).close()
    (tmp_path / "case.json").write_text(json.dumps(NAMED), encoding="utf-8")
    return path


def plan(cli, seller, *arguments):
    return cli("plan", *arguments, "--workspace", seller, "--format", "json")


def test_a_case_is_kept_listed_and_exported(cli, seller, tmp_path):
    """Source of the figures: clearance.md §5, case A."""
    saved = plan(cli, seller, "save", tmp_path / "case.json", "--name", "January")
    assert saved.status == 0, saved.err
    told = saved.json
    assert (told["plan_id"], told["name"], told["option"], told["state"]) == (1, "January", "best_plan", "open")
    assert round(told["value"], 2) == 3757.95
    assert round(told["hold_value"], 2) == 2954.64
    assert (told["first_action"]["keep_units"], told["first_action"]["exit_channel"]) == (403, "liquidate")
    assert len(told["weeks"]) == 27

    listed = plan(cli, seller, "list").json
    assert [(row["plan_id"], row["name"], row["sku"]) for row in listed] == [(1, "January", "PAD-1")]

    prices = plan(cli, seller, "export", 1, "--what", "prices", "--to", tmp_path / "prices.txt")
    assert prices.status == 0, prices.err
    assert (tmp_path / "prices.txt").read_text(encoding="utf-8").splitlines()[1].split("\t")[:2] == ["PAD-1", "19.20"]
    assert prices.json["left_out"] == []
    exits = plan(cli, seller, "export", 1, "--what", "exits", "--to", tmp_path / "exits.csv")
    assert "PAD-1,197," in (tmp_path / "exits.csv").read_text(encoding="utf-8-sig"), exits.err
    page = plan(cli, seller, "export", 1, "--what", "page", "--to", tmp_path / "plan.html", "--lang", "zh")
    assert page.json["bytes"] == (tmp_path / "plan.html").stat().st_size
    assert "<html lang='zh'>" in (tmp_path / "plan.html").read_text(encoding="utf-8")
    assert plan(cli, seller, "export", 1, "--what", "all", "--to", tmp_path / "all.zip").status == 0
    with zipfile.ZipFile(tmp_path / "all.zip") as archive:
        assert archive.namelist() == ["prices.txt", "removals.csv", "plan-1.html"]
        assert archive.read("prices.txt") == (tmp_path / "prices.txt").read_bytes()


def test_another_way_can_be_named_and_without_a_name_the_way_is_the_name(cli, seller, tmp_path):
    told = plan(cli, seller, "save", tmp_path / "case.json", "--option", "liquidate_all").json
    assert round(told["value"], 2) == 648.00
    assert told["name"] == "Liquidate all, 5 Jan 2026"


def test_what_is_not_there_is_said_in_words(cli, seller, tmp_path):
    gone = plan(cli, seller, "export", 7, "--to", tmp_path / "x")
    assert (gone.status, "7" in gone.err) == (2, True)
    strange = plan(cli, seller, "save", tmp_path / "case.json", "--option", "give_away")
    assert strange.status == 2
    assert "Traceback" not in strange.err


def test_as_a_table_for_people(cli, seller, tmp_path):
    cli("plan", "save", tmp_path / "case.json", "--workspace", seller)
    listed = cli("plan", "list", "--workspace", seller)
    assert listed.status == 0
    assert "PAD-1" in listed.out
