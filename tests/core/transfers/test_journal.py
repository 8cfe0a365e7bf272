"""Accepted moves from leaving to arriving: states, receipts, what is late or lost, how lanes did, and the alert."""

from datetime import date, timedelta

import pytest

from core import risk
from core.errors import InputError
from core.policy import load
from core.transfers import journal
from core.transfers.ask import ask
from core.transfers.plan import best
from tests.build import AS_OF, AT, insert
from tests.core.transfers.sellers import two_sites


@pytest.fixture
def move(ws):
    run = two_sites(ws)
    plan = best(ask(ws, run))
    return journal.accept(ws, plan, [0], run, at=AT)[0], plan.moves.iloc[0]


def state(ws, on: date = AS_OF) -> dict:
    return journal.listed(ws, on).iloc[0].to_dict()


def test_a_move_is_kept_as_it_was_seen(ws, move):
    row, seen = state(ws), move[1]
    assert (row["state"], row["from_site"], row["to_site"]) == ("accepted", "US", "UK")
    assert (row["units"], row["cost"], row["benefit"]) == (seen["units"], seen["cost"], seen["benefit"])
    assert row["lot_units"] == seen["units"] / seen["lots"]
    assert row["currency"] == "USD"


def test_a_move_that_has_not_left_is_told_to_the_site_that_waits_and_one_on_its_way_no_more(ws, move):
    number, seen = move
    told = journal.coming(ws).iloc[0]
    assert (told["marketplace"], told["sku"], told["from_sites"]) == ("UK", seen["to_sku"], "US")
    assert told["coming_units"] == seen["units"]
    journal.ship(ws, number, on=AS_OF)
    assert journal.coming(ws).empty  # Amazon's own reports show it as inbound from now on


def test_it_leaves_comes_and_is_done(ws, move):
    number, seen = move
    journal.ship(ws, number, on=AS_OF + timedelta(days=1))
    assert state(ws)["state"] == "shipped"
    journal.receive(ws, number, 100.0, on=AS_OF + timedelta(days=30), done=False)
    journal.receive(ws, number, seen["units"] - 100.0, on=AS_OF + timedelta(days=33))
    row = state(ws, AS_OF + timedelta(days=40))
    assert (row["state"], row["received_units"], row["exception"]) == ("received", seen["units"], None)
    done = journal.lane_results(ws).iloc[0]
    assert (done["moves"], done["fill_rate"], done["days"]) == (1, 1.0, 32.0)
    assert done["benefit"] == pytest.approx(seen["benefit"])


def test_fewer_units_than_left_are_lost_and_the_lane_has_that_fill_rate(ws, move):
    number, seen = move
    journal.ship(ws, number, on=AS_OF)
    journal.receive(ws, number, seen["units"] / 2, on=AS_OF + timedelta(days=20))
    assert state(ws)["exception"] == "lost"
    assert journal.lane_results(ws).iloc[0]["fill_rate"] == 0.5


def test_what_should_have_left_or_come_is_said(ws, move):
    number, _ = move
    with ws.write() as cursor:
        cursor.execute("update transfer set ship_by = $day", {"day": AS_OF + timedelta(days=3)})
    assert state(ws, AS_OF + timedelta(days=5))["exception"] == "not_shipped"
    assert state(ws, AS_OF + timedelta(days=5))["late_days"] == 2
    journal.ship(ws, number, on=AS_OF + timedelta(days=5))
    days = int(state(ws)["lead_days"])
    assert state(ws, AS_OF + timedelta(days=5 + days))["exception"] is None
    assert state(ws, AS_OF + timedelta(days=6 + days))["exception"] == "late"


def test_only_what_waits_can_be_called_off_and_only_what_left_can_come(ws, move):
    number, _ = move
    with pytest.raises(InputError, match="transfer_state"):
        journal.receive(ws, number, 5.0, on=AS_OF)
    journal.ship(ws, number, on=AS_OF)
    with pytest.raises(InputError, match="transfer_state"):
        journal.cancel(ws, number)
    with pytest.raises(InputError, match="transfer_units"):
        journal.receive(ws, number, -1.0, on=AS_OF)


def test_the_ledger_of_the_receiving_site_shows_receipts(ws, move):
    number, _ = move
    journal.ship(ws, number, on=AS_OF)
    for file_id, units in ((1, 10), (2, 30)):  # the newer file of a day speaks
        insert(
            ws,
            "ledger_daily",
            file_id=file_id,
            day=AS_OF + timedelta(days=9),
            marketplace="UK",
            sku="TWO",
            disposition="SELLABLE",
            receipts=units,
        )
    row = journal.from_ledger(ws).iloc[0]
    assert (row["transfer_id"], row["ledger_units"]) == (number, 30)


def test_a_late_move_raises_an_alert_of_the_site_that_waits(ws, move):
    number, _ = move
    journal.ship(ws, number, on=AS_OF)
    late = AS_OF + timedelta(days=int(state(ws)["lead_days"]) + 4)
    assert _fires(ws, AS_OF + timedelta(days=3)) == []
    assert _fires(ws, late) == [("UK", "TWO", 1)]
    journal.receive(ws, number, float(state(ws)["shipped_units"]), on=late)
    assert _fires(ws, late) == []


def _fires(ws, on: date) -> list:
    with ws.read() as cursor:
        cursor.execute("create or replace temp table position as select distinct marketplace, sku from run_health")
        cursor.execute("create or replace temp table fired (marketplace varchar, sku varchar, rule varchar, level integer, facts json)")
        risk.fire(cursor, "transfer_exception", load().params() | {"as_of": on})
        return cursor.execute("select marketplace, sku, level from fired").fetchall()


def test_instructions_say_what_goes_where_by_when(ws, move):
    plan = best(ask(ws, {"run_id": 1, "as_of": AS_OF, "policy": {}}))
    lines = journal.instructions(plan.moves, "en").decode("utf-8-sig").splitlines()
    assert lines[0].startswith("From,SKU,Product,Units,To")
    assert lines[1].startswith("US,TWO,Desk pad,")
    with pytest.raises(InputError, match="transfers_none_chosen"):
        journal.instructions(plan.moves.head(0), "en")
