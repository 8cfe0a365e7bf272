"""Documents go out whole, signed and once, to a real receiver; what comes back as a file is kept or refused as a whole."""

import csv
import io
import json
import stat
from datetime import timedelta

import numpy as np
import pandas as pd
import pytest

from core import plans, vault
from core.alerts import freeze
from core.clearance.first_answer import first_answer
from core.errors import InputError
from core.handover import documents, results, webhook
from core.policy import Policy
from core.restock.settings import positions
from core.restock.suggest import suggest
from core.run import run
from core.transfers import journal
from tests.build import AS_OF, AT, Knowing, a_cost, daily, insert, some_sales, some_stock
from tests.core.clearance.cases import an_item
from tests.core.handover.receiver import partner

SECRET = "a shared secret of length"  # noqa: S105 - of nobody


def a_shop(ws) -> None:
    """A sells 2 a day and has 30: 15 days of cover. B sells 1 a day and has 60: 60 days. C is frozen."""
    file_id = some_stock(ws, sku="A", available=30, inbound_shipped=5)
    for sku, units, pace in (("B", 60, 1), ("C", 10, 1)):
        some_stock(ws, sku=sku, available=units, file_id=file_id)
        some_sales(ws, daily(pace, 182), sku=sku)
    some_sales(ws, daily(2, 182), sku="A")
    for sku in "ABC":
        a_cost(ws, sku=sku, lead_time_days=40, safety_stock=10)
    run_id = run(ws, at=AT, model=Knowing()).run_id
    insert(ws, "purchase_freeze", marketplace="US", sku="C", frozen_at=AT, run_id=run_id)


@pytest.fixture
def shop(filled):
    return filled(a_shop)


def rows_of(ws, kind: str) -> list[dict]:
    made = documents.listed(ws)
    return documents.body(ws, int(made[made["kind"] == kind]["document_id"].iloc[0]))["rows"]


def send(ws, minutes: float = 0, paused: list | None = None):
    waits = [] if paused is None else paused
    return webhook.send(ws, at=AT + timedelta(minutes=minutes), pause=waits.append)


# --- documents


def test_an_order_is_drafted_of_what_restock_orders_under_30_days_of_cover_but_not_of_what_is_frozen(shop):
    """15 days of cover and 40 of lead time: A is ordered today, as many as Restock says; B lasts 60 days, C is frozen."""
    documents.make(shop, at=AT)
    run_id = documents.results.latest_run(shop)["run_id"]
    wanted = suggest(positions(shop, run_id), AS_OF, Policy()).set_index("sku")["units"]
    rows = rows_of(shop, "purchase_orders")
    assert [(row["sku"], row["units"]) for row in rows] == [("A", wanted["A"])]
    assert wanted[["A", "B"]].notna().all()
    assert np.isnan(wanted["C"])
    assert rows[0]["order_on"] == documents.body(shop, 1)["as_of"]
    assert rows[0]["unit_cost"] > 0


def test_what_is_lifted_by_hand_is_ordered_again_by_restock_and_in_the_document(shop):
    freeze.lift(shop, "US", "C", at=AT)
    run_id = documents.results.latest_run(shop)["run_id"]
    assert suggest(positions(shop, run_id), AS_OF, Policy()).set_index("sku").loc["C", "why"] == "order_now"
    documents.make(shop, at=AT)
    assert {row["sku"] for row in rows_of(shop, "purchase_orders")} == {"A", "C"}


def test_accepted_moves_that_have_not_left_are_transfer_instructions(shop):
    move = {
        "product": "A", "title": "Pad", "from_site": "US", "from_sku": "A", "to_site": "UK", "to_sku": "A-UK", "units": 40, "lot_units": 1, "cost": 50,
        "benefit": 20, "currency": "USD", "lead_days": 30, "ship_by": AS_OF + timedelta(days=5), "as_of": AS_OF, "decided_at": AT,
    }  # fmt: skip
    for number, state in enumerate(("accepted", "shipped", "cancelled"), 1):
        insert(shop, "transfer", transfer_id=number, state=state, **move)
    documents.make(shop, at=AT)
    rows = rows_of(shop, "transfers")
    assert [(row["transfer_id"], row["from_site"], row["to_sku"], row["units"]) for row in rows] == [(1, "US", "A-UK", 40)]
    assert rows[0]["ship_by"] == (AS_OF + timedelta(days=5)).isoformat()


def test_frozen_purchases_are_a_document_and_their_end_is_one_too(shop):
    documents.make(shop, at=AT)
    assert [row["sku"] for row in rows_of(shop, "freezes")] == ["C"]
    with shop.write() as cursor:
        cursor.execute("update purchase_freeze set lifted_at = $at, lifted_by = 'hand'", {"at": AT})
    documents.make(shop, at=AT)
    assert rows_of(shop, "freezes") == []


def test_prices_are_those_of_accepted_plans(shop):
    answer = first_answer(an_item(sku="A"), 100)
    price = answer.options.set_index("option")["price"]["best_single_price"]
    number = plans.save(shop, answer, name="Lower", at=AT, option="best_single_price", about={"currency": "USD"})
    assert "prices" not in set(documents.listed(shop)["kind"])
    plans.decide(shop, number, "accepted", at=AT)
    documents.make(shop, at=AT)
    row = rows_of(shop, "prices")[0]
    assert (row["sku"], row["plan_id"], row["currency"]) == ("A", number, "USD")
    assert row["price"] == pytest.approx(price)
    assert price < answer.case.list_price


def test_what_has_not_changed_is_not_made_again_and_what_comes_back_is_another_document(shop):
    first = documents.make(shop, at=AT)
    assert documents.make(shop, at=AT + timedelta(days=1)) == []
    for lifted in (AT, None):
        with shop.write() as cursor:
            cursor.execute("update purchase_freeze set lifted_at = $at", {"at": lifted})
        documents.make(shop, at=AT)
    keys = documents.listed(shop)["key"]
    assert len(first) == 2
    assert keys.is_unique
    assert len(keys) == 6  # C may be bought again: an order for it, and no freeze; then both as before, each a new document


def test_a_document_is_a_table_for_a_spreadsheet_too(shop):
    documents.make(shop, at=AT)
    table = list(csv.DictReader(io.StringIO(documents.as_csv(shop, 1).decode("utf-8-sig"))))
    assert [(row["sku"], row["units"]) for row in table] == [("A", str(rows_of(shop, "purchase_orders")[0]["units"]))]
    with pytest.raises(InputError, match="no_such_document"):
        documents.as_csv(shop, 99)


def test_before_any_run_there_is_nothing_to_hand_over(ws):
    assert documents.make(ws, at=AT) == []


# --- the webhook


def test_each_document_arrives_signed_and_once(shop):
    documents.make(shop, at=AT)
    with partner(SECRET) as (address, taken, asked):
        webhook.connect(shop, address, SECRET)
        assert [one.status for one in send(shop)] == ["sent", "sent"]
        assert send(shop) == []
    assert {document["kind"] for document in taken.values()} == {"purchase_orders", "freezes"}
    assert set(taken) == set(documents.listed(shop)["key"])
    assert len(asked) == 2


def test_a_wrong_secret_is_refused_and_not_tried_again(shop):
    documents.make(shop, at=AT)
    with partner(SECRET) as (address, taken, asked):
        webhook.connect(shop, address, "another secret of length")
        assert {(one.status, one.reason, one.tries) for one in send(shop)} == {("refused", "HTTP 401", 1)}
        assert send(shop, 10_000) == []
    assert not taken
    assert len(asked) == 2


def test_a_failure_is_tried_again_at_once_then_after_a_pause_with_the_same_key(shop):
    with shop.write() as cursor:
        cursor.execute("delete from purchase_freeze")
    documents.make(shop, at=AT)
    waits = []
    with partner(SECRET, 500, 503, 429) as (address, taken, asked):
        webhook.connect(shop, address, SECRET)
        first = send(shop, paused=waits)[0]
        assert (first.status, first.tries, first.reason, waits) == ("failed", 3, "HTTP 429", [2.0, 4.0])
        assert first.next_at > AT
        assert send(shop, 0.5)[0].status == "later"
        assert send(shop, 60)[0].status == "sent"
    assert len(taken) == 1
    assert len(asked) == 4


def test_an_address_that_points_elsewhere_is_not_followed(shop):
    documents.make(shop, at=AT)
    with partner(SECRET, *[302] * 10) as (address, taken, _):
        webhook.connect(shop, address, SECRET)
        assert {one.reason for one in send(shop)} == {"HTTP 302"}
    assert not taken


def test_nobody_there_is_a_failure_without_the_address_in_it(shop):
    documents.make(shop, at=AT)
    webhook.connect(shop, "http://127.0.0.1:9/t0ken", SECRET)
    one = send(shop)[0]
    assert one.status == "failed"
    assert "t0ken" not in one.reason


def test_a_newer_document_takes_the_place_of_one_that_waits(shop):
    documents.make(shop, at=AT)
    with shop.write() as cursor:
        cursor.execute("delete from purchase_freeze")
    documents.make(shop, at=AT)
    with partner(SECRET) as (address, taken, _):
        webhook.connect(shop, address, SECRET)
        send(shop)
    assert sorted((document["kind"], len(document["rows"])) for document in taken.values()) == [("freezes", 0), ("purchase_orders", 2)]


@pytest.mark.parametrize("address", ["http://erp.example.com/in", "ftp://127.0.0.1/in", "erp.example.com", "", "file:///etc/passwd"])
def test_an_address_that_is_not_safe_is_refused_without_repeating_it(ws, address):
    with pytest.raises(InputError, match=r"^partner_address$"):
        webhook.connect(ws, address, SECRET)


def test_secrets_lie_in_a_file_of_their_own_and_go_with_the_data(shop, tmp_path):
    with pytest.raises(InputError, match="partner_secret"):
        webhook.connect(shop, "https://erp.example.com/in", "short")
    with pytest.raises(InputError, match="partner_missing"):
        send(shop)
    webhook.connect(shop, "https://erp.example.com/in", SECRET)
    assert stat.S_IMODE(shop.partner.stat().st_mode) == 0o600
    assert vault.read(shop.partner)["secret"] == SECRET
    assert SECRET.encode() not in shop.backup(tmp_path / "copy.duckdb").read_bytes()
    shop.delete_all()
    assert not shop.partner.exists()


# --- what comes back


def put(ws, name: str, content: str) -> None:
    (results.folder(ws) / name).write_text(content, encoding="utf-8")


def test_a_file_that_came_back_is_taken_once_and_moved(shop):
    documents.make(shop, at=AT)
    lines = "document_id,status,sku,units,note\n1,accepted,A,100,15 short\n1,done,A,100,\n"
    put(shop, "monday.csv", lines)
    put(shop, "monday-again.csv", lines)
    assert sorted((one.status, one.lines) for one in results.take(shop, at=AT)) == [("known", 2), ("taken", 2)]
    found = results.about(shop, 1)
    assert list(found["status"]) == ["accepted", "done"]
    assert list(found["units"]) == [100, 100]
    assert found["note"][0] == "15 short"
    assert results.take(shop, at=AT) == []
    assert len(list((results.folder(shop) / "taken").iterdir())) == 2
    listed = documents.listed(shop).set_index("document_id")
    assert listed.loc[1, "lines"] == 2
    assert pd.isna(listed.loc[2, "lines"])


def test_json_is_taken_as_well(shop):
    documents.make(shop, at=AT)
    put(shop, "erp.json", json.dumps([{"document_id": 2, "status": "Rejected", "note": "unknown SKU"}]))
    assert results.take(shop, at=AT)[0].status == "taken"
    assert documents.listed(shop).set_index("document_id").loc[2, "answer"] == "rejected"


@pytest.mark.parametrize(
    ("name", "content", "code"),
    [
        ("a.csv", "sku,units\nA,1\n", "result_columns"),
        ("b.csv", "document_id,status\n", "result_columns"),
        ("c.json", "no json", "result_unreadable"),
        ("d.csv", "document_id,status\n1,done\n77,done\n", "result_line"),
        ("e.csv", "document_id,status\n1,perhaps\n", "result_line"),
        ("f.csv", "document_id,status,units\n1,done,many\n", "result_line"),
        ("g.json", "3", "result_unreadable"),
    ],
)
def test_a_file_with_one_wrong_line_is_refused_whole_with_its_reason_beside_it(shop, name, content, code):
    documents.make(shop, at=AT)
    put(shop, name, content)
    taken = results.take(shop, at=AT)[0]
    assert (taken.status, taken.error.code) == ("refused", code)
    assert results.about(shop, 1).empty
    refused = sorted(file.name for file in (results.folder(shop) / "refused").iterdir())
    assert refused == sorted([name, f"{name.split('.')[0]}.why.txt"])


# --- moves between sites


@pytest.fixture
def moving(shop):
    """Two accepted moves handed over: 1 of A to the UK, 2 of B to the UK; the document's number."""
    move = {
        "product": "A", "title": "Pad", "from_site": "US", "to_site": "UK", "units": 40, "lot_units": 1, "cost": 50, "benefit": 20,
        "currency": "USD", "lead_days": 30, "ship_by": AS_OF + timedelta(days=5), "as_of": AS_OF, "decided_at": AT, "state": "accepted",
    }  # fmt: skip
    for number, sku in ((1, "A"), (2, "B")):
        insert(shop, "transfer", transfer_id=number, from_sku=sku, to_sku=f"{sku}-UK", **move)
    documents.make(shop, at=AT)
    listed = documents.listed(shop)
    return int(listed[listed["kind"] == "transfers"]["document_id"].iloc[0])


def moves(ws, on=AS_OF) -> dict:
    return {row["transfer_id"]: row for row in journal.listed(ws, on).to_dict("records")}


def say(ws, name: str, *lines: str, days: int = 0) -> str:
    put(ws, name, "\n".join(["document_id,status,sku,units", *lines]))
    return results.take(ws, at=AT + timedelta(days=days))[0].status


def test_what_a_warehouse_says_of_moves_goes_into_their_journal(shop, moving):
    assert say(shop, "1.csv", f"{moving},shipped,A,38", f"{moving},rejected,B,") == "taken"
    assert [moves(shop)[number]["state"] for number in (1, 2)] == ["shipped", "cancelled"]
    assert say(shop, "2.csv", f"{moving},done,A-UK,30", days=20) == "taken"
    found = moves(shop, AS_OF + timedelta(days=20))[1]
    assert (found["state"], found["shipped_units"], found["received_units"], found["exception"]) == ("received", 38, 30, "lost")


def test_done_without_units_is_all_that_left_and_a_second_word_changes_nothing(shop, moving):
    say(shop, "1.csv", f"{moving},accepted,,", f"{moving},done,,", days=9)
    assert {(row["state"], row["received_units"]) for row in moves(shop).values()} == {("received", 40)}
    assert say(shop, "2.csv", f"{moving},rejected,A,") == "taken"
    assert moves(shop)[1]["state"] == "received"


def test_a_word_about_a_sku_that_is_not_moved_is_refused(shop, moving):
    assert say(shop, "1.csv", f"{moving},done,C,5") == "refused"
    assert {row["state"] for row in moves(shop).values()} == {"accepted"}
