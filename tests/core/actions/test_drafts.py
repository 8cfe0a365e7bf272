"""A plan is drafted for every warning, once an episode, with what speaks against it; the journal keeps it, a seller decides."""

from dataclasses import replace
from datetime import timedelta

import pytest

from core import plans, settings
from core.actions import drafts
from core.alerts import board, digest
from core.clearance.first_answer import first_answer
from core.policy import Policy
from core.run import run
from tests.build import AT, Knowing, a_cost, a_product, daily, some_ages, some_sales, some_stock
from tests.core.clearance.cases import an_item


@pytest.fixture(scope="module")
def answer():
    return first_answer(an_item(), 100)


def dead_stock(ws) -> None:
    """600 bulky units, 300 days old, the last sale long ago: urgent, the best way is out. Beside it a product that sells."""
    a_product(ws, sku="A", unit_ft3=0.5, weight_lb=2.0, longest_in=12, median_in=12, shortest_in=6, size_tier="large_standard")
    a_cost(ws, sku="A")
    some_stock(ws, sku="A", available=600)
    some_ages(ws, {(300, 300): 600}, sku="A")
    some_sales(ws, daily(1, 30, AT.date() - timedelta(days=200)), sku="A")
    some_sales(ws, daily(1, 300), sku="OTHER")
    run(ws, at=AT, model=Knowing())


@pytest.fixture
def dead(filled):
    return filled(dead_stock)


def test_a_warning_gets_one_draft_and_the_same_run_twice_no_second(dead):
    assert [drafts.draft(dead, at=AT), drafts.draft(dead, at=AT)] == [1, 0]
    found = drafts.drafts(dead).iloc[0]
    kept = plans.get(dead, int(found["plan_id"]))
    assert (kept.sku, kept.state, kept.option) == ("A", "open", found["option"])
    assert found["over_hold"] == pytest.approx(kept.value - kept.hold_value)


def test_the_next_run_does_not_draft_again_and_a_new_episode_does(dead):
    drafts.draft(dead, at=AT)
    run(dead, at=AT + timedelta(days=1), model=Knowing())
    assert drafts.draft(dead, at=AT + timedelta(days=1)) == 0
    with dead.write() as cursor:
        cursor.execute("update alert set opened_at = $at", {"at": AT + timedelta(days=2)})
    assert drafts.draft(dead, at=AT + timedelta(days=3)) == 1


def test_the_alert_and_the_message_tell_of_the_draft_and_of_the_freeze(dead):
    drafts.draft(dead, at=AT)
    row = board.board(dead, AT.date()).iloc[0]
    said = digest.body(board.board(dead, AT.date()), "en")
    assert f"Drafted plan {int(row['draft_plan'])}" in said
    assert "Purchases are frozen" in said
    assert "Silent" in said


def test_a_draft_thrown_away_is_not_told_of_any_more(dead):
    drafts.draft(dead, at=AT)
    plans.decide(dead, int(drafts.drafts(dead)["plan_id"].iloc[0]), "withdrawn", at=AT)
    assert board.board(dead, AT.date())["draft_plan"].isna().all()


def test_none_is_drafted_where_the_seller_wants_none(dead):
    settings.save(dead, {"actions.drafts_most": 0}, at=AT)
    assert drafts.draft(dead, at=AT) == 0


def test_before_any_run_there_is_nothing_to_draft(ws):
    assert drafts.draft(ws, at=AT) == 0
    assert drafts.drafts(ws).empty


def test_what_speaks_against_a_plan_is_found(answer):
    policy, day = Policy(), answer.case.as_of
    assert "stale" not in drafts.check(answer, policy, day + timedelta(days=14))
    assert "stale" in drafts.check(answer, policy, day + timedelta(days=15))
    assert "no_gain" in drafts.check(replace(answer, hold_value=1e9), policy, day)
    assert "no_gain" not in drafts.check(replace(answer, hold_value=-1e9), policy, day)
    assert drafts.check(replace(answer, best_option=None), policy, day) == ["no_value"]
    dear = replace(answer.floor, price=1e6)
    assert "under_floor" in drafts.check(replace(answer, floor=dear), policy, day)
