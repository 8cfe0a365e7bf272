"""Moves are drafted for warnings where units bring more elsewhere than cleared here, with what binds; a seller takes them or not."""

from datetime import date, timedelta

import pytest

from core import currency, settings, text
from core.actions import drafts, moves
from core.alerts import board, words
from core.errors import InputError
from core.transfers import journal, network
from core.transfers.network import Lane
from tests.build import AS_OF, AT, insert
from tests.core.transfers.sellers import two_sites

ROW = {"marketplace": "US", "sku": "TWO", "title": "Mug", "currency": "USD"}
LANE = {"freight_per_lb": 1.0, "freight_per_unit": 0.5, "duty_share": 0.0, "tax_share": 0.0, "lead_days": 20, "currency": "USD"}


@pytest.fixture
def run(ws):
    found = two_sites(ws)
    insert(
        ws, "alert", alert_id=1, marketplace="US", sku="TWO", rule="overstock", state="open", level=2, money_at_stake=900.0, quiet_runs=0,
        opened_at=AT, changed_at=AT, fired_run_id=found["run_id"],
    )  # fmt: skip
    return found


def drafted(ws, run, on=AT) -> moves.Drafted | None:
    return moves.draft(ws, [ROW], run, settings.policy(ws), at=on).get(("US", "TWO"))


def test_a_move_that_brings_more_than_clearing_here_is_drafted_and_waits_for_the_seller(ws, run):
    found = drafted(ws, run)
    row = journal.listed(ws, AS_OF).iloc[0]
    assert found.transfer_ids == (row["transfer_id"],)
    assert (row["state"], row["from_site"], row["to_site"]) == ("drafted", "US", "UK")
    assert row["benefit"] > 0
    journal.take(ws, int(row["transfer_id"]), at=AT + timedelta(hours=1))
    assert journal.listed(ws, AS_OF).iloc[0]["state"] == "accepted"
    with pytest.raises(InputError, match="transfer_state"):
        journal.take(ws, int(row["transfer_id"]), at=AT)


def test_where_clearing_here_brings_more_nothing_is_drafted_and_nothing_said(ws, run):
    with ws.write() as cursor:
        cursor.execute("update run_forecast set mean = list_transform(mean, lambda week: 0.01) where marketplace = 'UK'")
    assert drafted(ws, run) is None
    assert journal.listed(ws, AS_OF).empty


def test_the_limit_that_binds_is_said(ws, run):
    network.save_lane(ws, Lane(from_site="US", to_site="UK", most_units=30.0, **LANE), at=AT)
    found = drafted(ws, run)
    assert journal.listed(ws, AS_OF).iloc[0]["units"] <= 30
    assert "limit.lane.US.UK" in found.problems


def test_a_full_shelf_there_leaves_no_move_and_says_why(ws, run):
    """Both marketplaces may hold 30 cubic feet; UK holds 2 units of 0.05, and other stock of 29.9."""
    insert(
        ws, "run_health", run_id=run["run_id"], marketplace="UK", sku="BULK", on_hand=299, unit_ft3=0.1, currency="GBP", stage="maturity"
    )
    settings.save(ws, {"capacity.limit_ft3": 30.0}, at=AT)
    found = drafted(ws, run)
    assert found == moves.Drafted(problems=("limit.room.UK",))
    assert journal.listed(ws, AS_OF).empty


def test_a_way_that_cannot_be_valued_is_said_with_its_reason(ws, run):
    currency.save(ws, "EUR", [], at=AT)
    assert drafted(ws, run).problems == ("unknown.no_exchange_rate",)


def test_stock_counted_long_ago_and_what_stays_too_much_here_are_said(ws, run):
    network.save_lane(ws, Lane(from_site="US", to_site="UK", most_units=30.0, **LANE), at=AT)
    assert {"left", "stale"} <= set(drafted(ws, run, on=AT + timedelta(days=30)).problems)
    assert "stale" not in drafted(ws, run).problems


def test_a_new_draft_takes_the_place_of_one_that_was_not_answered(ws, run):
    first, second = drafted(ws, run), drafted(ws, run)
    states = journal.listed(ws, AS_OF).set_index("transfer_id")["state"]
    assert states[first.transfer_ids[0]] == "cancelled"
    assert states[second.transfer_ids[0]] == "drafted"


def test_a_product_at_one_site_asks_no_question(ws, run):
    assert moves.draft(ws, [ROW | {"sku": "OTHER"}], run, settings.policy(ws), at=AT) == {}


def told(ws) -> str | None:
    return words.moves(board.board(ws, AS_OF, "US", "TWO").iloc[0].to_dict(), "en")


def test_the_alert_tells_of_the_move_until_it_is_taken_or_thrown_away(ws, run):
    assert drafts.draft(ws, at=AT) == 1
    assert "moved" in board.board(ws, AS_OF)["draft_problems"][0]
    row = journal.listed(ws, AS_OF).iloc[0]
    assert f"Drafted move of {row['units']:.0f} units to UK" in told(ws)
    assert told(ws) in words.actions(board.board(ws, AS_OF).iloc[0].to_dict(), "en")
    before = board.mark(ws)
    journal.take(ws, int(row["transfer_id"]), at=AT)
    assert board.mark(ws) != before
    assert told(ws).startswith("Move of")
    journal.cancel(ws, int(row["transfer_id"]))
    assert told(ws) is None
    assert "moved" not in board.board(ws, AS_OF)["draft_problems"][0]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_what_is_in_the_way_is_told_in_words(ws, run, lang):
    alert = board.board(ws, AS_OF).iloc[0].to_dict() | {"move_problems": ["limit.room.UK", "unknown.weight_unknown", "now"]}
    said = words.moves(alert, lang)
    assert text.t("transfers_page.limit.room", lang, ends="UK") in said
    assert text.t("transfers_page.reason.weight_unknown", lang) in said
    assert text.t("alerts.move_problem.now", lang) in said


def test_a_drafted_move_is_no_exception_however_late(ws, run):
    drafted(ws, run)
    assert journal.listed(ws, date(2030, 1, 1)).iloc[0]["exception"] is None
