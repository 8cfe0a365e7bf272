"""`python -m core review`: what plans brought, the whole story of one, a period by its days, and lessons."""

from datetime import date, timedelta

import pytest

from core import plans
from core.clearance.first_answer import first_answer
from core.workspace import Workspace
from tests.build import AT, some_sales
from tests.core.clearance.cases import a_planned_item

DAY = date(2026, 9, 6)


@pytest.fixture(scope="module")
def answer():
    return first_answer(a_planned_item(DAY), 60)


@pytest.fixture
def seller(tmp_path, answer):
    """A plan at 14.40 for eleven weeks: 28 a week where 10 sold before."""
    path = tmp_path / "seller.duckdb"
    ws = Workspace.open(path)
    some_sales(ws, {DAY - timedelta(days=day): 1 for day in range(90)}, price=24.0)
    some_sales(ws, {DAY + timedelta(days=day + 1): 4 for day in range(77)}, price=14.4)
    number = plans.save(ws, answer, name="Out with it", option="best_single_price", at=AT, about={"title": "Pad", "currency": "USD"})
    plans.decide(ws, number, "accepted", at=AT)
    ws.close()
    return path


def review(cli, seller, *arguments):
    return cli("review", *arguments, "--workspace", seller, "--format", "json")


def test_every_accepted_plan_stands_in_the_list_with_its_totals(cli, seller):
    told = review(cli, seller).json
    (row,), (whole,) = told["reviews"], told["totals"]
    assert (row["plan_id"], row["sku"], row["units"], row["weeks"]) == (1, "A", 308, 11)
    assert row["verdict"] in ("effect", "no_effect")
    assert row["missing"] == []
    assert whole["effect"] == pytest.approx(row["effect"])


def test_reviews_are_added_up_by_channel(cli, seller):
    (row,) = review(cli, seller, "--by", "channel").json["totals"]
    assert (row["channel"], row["units"]) == ("fba", 308)


def test_the_story_of_one_plan_has_its_waterfall_and_what_was_learned(cli, seller):
    told = review(cli, seller, "show", "1").json
    assert told["waterfall"]["expected"] + sum(told["waterfall"]["steps"].values()) == pytest.approx(told["waterfall"]["actual"], abs=1e-6)
    assert told["learned"]["elasticity"]["after"]["sd"] < told["learned"]["elasticity"]["before"]["sd"]
    assert sum(told["sources"]["parts"].values()) == pytest.approx(told["sources"]["sold"])
    assert len(told["weeks"]) == 11
    assert cli("review", "show", "1", "--workspace", seller).out.count("\n") > 15


def test_a_plan_that_cannot_be_reviewed_is_said(cli, seller):
    found = review(cli, seller, "show", "9")
    assert found.status == 2
    assert "Plan 9" in found.err


def test_a_period_is_reviewed_by_its_days_and_says_what_it_cannot(cli, seller):
    found = review(cli, seller, "period", "2026-09-07..2026-10-04", "--by", "sku")
    (row,) = found.json["groups"]
    assert (row["group"], row["units"], row["units_before"]) == ("A", 112, 28)
    assert "cost" in found.json["cannot"]
    assert "ROI" in found.err


@pytest.mark.parametrize("days", ["yesterday", "2026-09-07", "2026-10-04..2026-09-07"])
def test_days_that_are_none_are_refused(cli, seller, days):
    assert review(cli, seller, "period", days).status == 2


def test_a_lesson_is_listed_accepted_and_taken_back(cli, seller):
    names = [each["lesson"] for each in review(cli, seller, "lessons").json["proposals"]]
    assert "elasticity:US:A" in names
    accepted = review(cli, seller, "accept", "elasticity:US:A").json
    assert accepted["state"] == "accepted"
    assert review(cli, seller, "revert", accepted["lesson_id"]).json["state"] == "reverted"
    assert review(cli, seller, "accept", "nothing").status == 2


def test_what_liquidation_paid_is_noted(cli, seller):
    assert review(cli, seller, "paid", "1", "--units", "10", "--amount", "12.5").json == {"plan_id": 1, "units": 10.0, "amount": 12.5}


def test_without_a_plan_there_is_nothing_to_review(cli, tmp_path):
    path = tmp_path / "empty.duckdb"
    Workspace.open(path).close()
    assert review(cli, path).json == {"reviews": [], "totals": []}
