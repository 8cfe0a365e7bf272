"""Documents on the command line: made, handed over signed, answered by a file; no secret is an argument or an answer."""

import pytest
from typer.testing import CliRunner

from core.cli import app
from core.run import run
from core.workspace import Workspace
from tests.build import AT, Knowing, a_cost, daily, some_sales, some_stock
from tests.core.cli.conftest import Answer
from tests.core.handover.receiver import partner

SECRET = "a shared secret of length"  # noqa: S105 - of nobody


@pytest.fixture
def shop(home):
    home.mkdir()
    ws = Workspace.open(home / "seller.duckdb")
    some_stock(ws, sku="A", available=30)
    some_sales(ws, daily(2, 182), sku="A")
    a_cost(ws, sku="A", lead_time_days=40, safety_stock=10)
    run(ws, at=AT, model=Knowing())
    ws.close()


def connect(address: str, secret: str = SECRET) -> Answer:
    return Answer(CliRunner().invoke(app, ["handover", "partner"], input=f"{address}\n{secret}\n"))


def test_documents_go_out_and_answers_come_back(cli, shop, home, tmp_path):
    with partner(SECRET) as (address, taken, _):
        connected = connect(address)
        assert connected.status == 0, connected.err
        made = cli("handover", "make", "--format", "json")
        sent = cli("handover", "send", "--format", "json")
    assert [row["kind"] for row in made.json] == ["purchase_orders"]
    assert [row["status"] for row in sent.json] == ["sent"]
    assert next(iter(taken.values()))["rows"][0]["sku"] == "A"
    assert cli("handover", "export", "1", "--to", tmp_path / "order.csv").status == 0
    assert "A" in (tmp_path / "order.csv").read_text(encoding="utf-8-sig")
    (home / "seller.results").mkdir(exist_ok=True)
    (home / "seller.results" / "erp.csv").write_text("document_id,status\n1,accepted\n", encoding="utf-8")
    assert cli("handover", "take", "--format", "json").json == [{"name": "erp.csv", "status": "taken", "lines": 1}]
    listed = cli("handover", "list", "--format", "json")
    assert (listed.json[0]["status"], listed.json[0]["answer"]) == ("sent", "accepted")
    assert SECRET not in connected.out + connected.err + sent.out + listed.out


def test_what_goes_wrong_is_said_with_its_status(cli, shop, home):
    assert cli("handover", "send").status == 2
    assert connect("http://erp.example.com").status == 2
    assert connect("https://erp.example.com", "short").status == 2
    (home / "seller.results").mkdir(exist_ok=True)
    (home / "seller.results" / "bad.csv").write_text("sku\nA\n", encoding="utf-8")
    refused = cli("handover", "take")
    assert refused.status == 2
    assert "document_id" in refused.err
    assert cli("handover", "partner", "--forget").status == 0


def test_frozen_purchases_are_listed_and_lifted(cli, shop, home):
    ws = Workspace.open(home / "seller.duckdb")
    with ws.write() as cursor:
        cursor.execute("insert into purchase_freeze values ('US', 'A', $at, 1, null, null)", {"at": AT})
    ws.close()
    assert [row["sku"] for row in cli("alerts", "frozen", "--format", "json").json] == ["A"]
    assert cli("alerts", "lift", "US", "A", "--format", "json").json == []
    assert cli("alerts", "lift", "US", "A").status == 2
