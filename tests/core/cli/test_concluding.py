"""`python -m core review next-buy | procedure | report`: what the catalogue teaches, which steps worked, how a period went."""

from datetime import date, timedelta
from io import BytesIO

import docx
import openpyxl
import pytest

from core.run import run
from core.workspace import Workspace
from tests.build import AS_OF, AT, Knowing, a_cost, a_file, a_product, daily, some_sales, some_stock

BOX = {"longest_in": 12, "median_in": 9, "shortest_in": 2.4, "weight_lb": 0.8, "product_group": "Home & Kitchen"}
IDEA = {"marketplace": "US", "price": 20.0, "landed_cost": 6.0}


@pytest.fixture(scope="module")
def seller(tmp_path_factory):
    """Six products on sale for 150 days, the first three a unit a day more than the others; another is there all the year."""
    path = tmp_path_factory.mktemp("seller") / "seller.duckdb"
    ws = Workspace.open(path)
    some_sales(ws, daily(1, 360), sku="OLD")
    report = a_file(ws)
    for number in range(6):
        sku = f"NEW-{number}"
        some_stock(ws, sku=sku, available=50, file_id=report)
        some_sales(ws, daily(2 if number < 3 else 1, 150), sku=sku)
        a_product(ws, sku=sku, title=f"{'Metal sign' if number < 3 else 'Wooden mug'} {number}", **BOX)
        a_cost(ws, sku=sku, valid_from=AS_OF - timedelta(days=300))
    run(ws, at=AT, model=Knowing())
    ws.close()
    return path


def review(cli, seller, *arguments, form="json"):
    return cli("review", *arguments, "--workspace", seller, "--format", form)


def test_what_products_have_in_common_is_told_by_kind_with_its_interval(cli, seller):
    told = review(cli, seller, "next-buy").json
    assert (told["measure"], told["advice"]) == ("recovered", None)
    word = next(each for each in told["attributes"] if "metal" in each["value"])
    assert (word["value"], word["skus"]) == ("metal + sign", 3)
    assert word["low"] <= word["shrunk"] <= word["high"]
    assert "Surely" in review(cli, seller, "next-buy", "--measure", "sell_through", form="table").out


def test_a_product_thought_of_gets_its_floor_and_first_order(cli, seller, case):
    """The six new ones sold 182 or 91 in their first 13 weeks."""
    advice = review(cli, seller, "next-buy", case(IDEA | {"category": "Home & kitchen", "title": "Metal sign red"})).json["advice"]
    assert advice["idea"]["lead_days"] > 0
    assert advice["demand"]["products"] == 6
    assert 91 < advice["demand"]["mean"] < 182
    assert advice["order"]["units"] > 0
    assert advice["floor"] == pytest.approx(advice["floor_share"] * 20.0)
    assert {each["sku"] for each in advice["alike"][:3]} == {"NEW-0", "NEW-1", "NEW-2"}
    said = review(cli, seller, "next-buy", case(IDEA), form="table").out
    assert "First order" in said


@pytest.mark.parametrize("changed", [{"price": 0}, {"price": "much"}, {"marketplace": "XX"}, {"colour": "red"}, {"landed_cost": None}])
def test_a_product_that_cannot_be_thought_of_is_refused_in_words(cli, seller, case, changed):
    assert review(cli, seller, "next-buy", case(IDEA | changed)).status == 2


def test_what_is_missing_of_an_idea_is_named(cli, seller, case):
    found = review(cli, seller, "next-buy", case({"price": 20.0}))
    assert found.status == 2
    assert "marketplace, landed_cost" in found.err


def test_without_a_plan_the_procedure_is_empty_and_still_a_document(cli, seller, tmp_path):
    told = review(cli, seller, "procedure", "--to", tmp_path / "list.docx").json
    assert (told["steps"], told["reviewed"]) == ([], 0)
    assert told["file"] == str(tmp_path / "list.docx")
    assert docx.Document(str(tmp_path / "list.docx")).paragraphs[0].text
    assert review(cli, seller, "procedure", "--to", tmp_path / "list.pdf").status == 2


def test_a_report_is_of_the_last_month_that_is_over_or_of_the_day_asked(cli, seller, tmp_path):
    told = review(cli, seller, "report").json
    assert (told["first_day"], told["last_day"], told["whole"]) == ("2026-10-01", "2026-10-31", True)
    (site,) = told["sites"]
    assert site["units"] == 31 * (3 * 2 + 3 * 1 + 1)
    quarter = review(cli, seller, "report", "--kind", "quarter", "--day", "2026-11-05", "--to", tmp_path / "q.xlsx").json
    assert (quarter["first_day"], quarter["last_day"], quarter["whole"]) == ("2026-10-01", "2026-11-22", False)
    assert openpyxl.load_workbook(BytesIO((tmp_path / "q.xlsx").read_bytes())).sheetnames
    assert "22 Nov 2026" in review(cli, seller, "report", "--day", date(2026, 11, 1), form="table").err


@pytest.mark.parametrize("asked", [("--kind", "week"), ("--day", "2027-03-01"), ("--to", "report.pdf")])
def test_a_report_that_cannot_be_made_is_refused(cli, seller, asked):
    assert review(cli, seller, "report", *asked).status == 2


def test_before_the_first_run_it_says_so(cli, tmp_path):
    Workspace.open(tmp_path / "empty.duckdb").close()
    for command in ("next-buy", "report", "procedure"):
        found = review(cli, tmp_path / "empty.duckdb", command)
        assert (found.status, "core run" in found.err) == (2, True)
