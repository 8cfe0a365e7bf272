"""import → run → risk on the command line, with sample reports; the JSON keys are a contract."""

import csv
import io
import shutil
from pathlib import Path

import pytest

from core import text

REPORTS = Path(__file__).parents[2] / "data" / "reports"
PLANNING = REPORTS / "samples" / "fba_inventory_planning_US_2026.csv"
ORDERS = REPORTS / "samples" / "all_orders_US_2026.txt"
LOGIN_PAGE = REPORTS / "broken" / "08_html_login_page.csv"

FILE_KEYS = {"name", "status", "kind", "variant", "marketplace", "encoding", "rows_read", "rows_loaded", "rows_refused", "issues"}
ISSUE_KEYS = {"row", "column", "code", "value", "message"}
RISK_KEYS = {
    "marketplace", "sku", "level", "rules", "on_hand", "cover_days", "age_days", "turnover", "sell_through", "stock_value",
    "excess_units", "cost_of_waiting_week", "best_option",
}  # fmt: skip


@pytest.fixture
def imported(cli):
    answer = cli("import", PLANNING, ORDERS, "--marketplace", "US", "--format", "json")
    assert answer.status == 0, answer.err
    return answer.json


@pytest.fixture(scope="module")
def kept(tmp_path_factory):
    return tmp_path_factory.mktemp("ran") / "home"


@pytest.fixture
def ran(cli, home, kept):
    """A home whose files were imported and run once, for those who only read: its copy."""
    if kept.exists():
        shutil.copytree(kept, home)
        return
    cli("import", PLANNING, ORDERS, "--marketplace", "US")
    cli("run")
    shutil.copytree(home, kept)


def test_import_tells_what_became_of_every_file(imported):
    files = imported["files"]
    assert [(file["name"], file["status"], file["kind"]) for file in files] == [
        (PLANNING.name, "loaded", "fba_inventory_planning"),
        (ORDERS.name, "loaded", "all_orders"),
    ]
    assert all(file.keys() >= FILE_KEYS for file in files)
    assert all(issue.keys() >= ISSUE_KEYS for file in files for issue in file["issues"])


def test_the_same_file_twice_is_already_loaded_and_no_error(cli, imported):
    again = cli("import", PLANNING, "--format", "json")
    assert (again.status, again.json["files"][0]["status"]) == (0, "duplicate")


def test_a_broken_file_among_good_ones_is_refused_the_good_ones_load_and_the_status_is_two(cli):
    answer = cli("import", PLANNING, LOGIN_PAGE, ORDERS, "--marketplace", "US", "--format", "json")
    assert [file["status"] for file in answer.json["files"]] == ["loaded", "refused", "loaded"]
    assert answer.json["files"][1]["issues"][0]["message"]
    assert answer.status == 2


def test_a_file_that_is_not_there_stops_the_import_before_anything_is_read(cli, home):
    answer = cli("import", PLANNING, REPORTS / "no_such_report.csv")
    assert answer.status == 2
    assert "no_such_report.csv" in answer.err
    assert not home.exists()


def test_refused_rows_are_named_on_standard_error_and_the_table_stays_clean(cli):
    answer = cli("import", LOGIN_PAGE)
    assert LOGIN_PAGE.name in answer.err
    assert answer.out.count("\n") == 2  # heading and one file


def test_a_run_on_an_engine_that_is_none_ends_with_status_two(cli, imported):
    answer = cli("run", "--engine", "spork")
    assert (answer.status, answer.out) == (2, "")
    assert "spork" in answer.err


def test_run_then_risk(cli, imported):
    done = cli("run", "--format", "json")
    assert done.status == 0, done.err
    assert done.json.keys() >= {"run_id", "as_of", "skus", "levels", "seconds", "prophet_skus"}
    assert done.err == ""
    assert done.json["levels"].keys() == {"0", "1", "2", "3"}
    assert sum(done.json["levels"].values()) == done.json["skus"]
    table = cli("risk", "--format", "json").json
    assert len(table) == done.json["skus"]
    assert all(row.keys() >= RISK_KEYS for row in table)
    assert all(isinstance(row["rules"], list) for row in table)


def test_the_day_of_a_run_can_be_given(cli, imported):
    day = cli("run", "--format", "json").json["as_of"]
    assert cli("run", "--as-of", day, "--format", "json").json["as_of"] == day


def test_risk_before_any_run_says_what_to_do(cli, imported):
    answer = cli("risk", "--format", "json")
    assert answer.status == 2
    assert "run" in answer.err
    assert answer.out == ""


def test_risk_as_csv_is_a_table_that_reads_back_without_a_byte_order_mark(cli, ran):
    rows = list(csv.DictReader(io.StringIO(cli("risk", "--format", "csv").out, newline="")))
    assert rows
    assert rows[0].keys() >= RISK_KEYS


def test_risk_as_table_shows_every_sku_on_a_line_of_its_own(cli, ran):
    skus = len(cli("risk", "--format", "json").json)
    shown = cli("risk")
    assert shown.status == 0
    assert len(shown.out.strip().splitlines()) == skus + 1


def test_run_without_stock_is_bad_input_in_words(cli):
    cli("import", ORDERS, "--marketplace", "US")
    answer = cli("run")
    assert answer.status == 2
    assert "FBA Inventory" in answer.err


def test_the_calendar_is_of_the_catalogue_or_of_one_sku(cli, ran):
    catalogue, sku = cli("calendar", "--format", "json"), cli("risk", "--format", "json").json[0]["sku"]
    assert catalogue.status == 0, catalogue.err
    assert catalogue.json[0].keys() >= {"marketplace", "on", "kind", "fee", "band", "currency", "units", "money", "skus", "skus_unknown"}
    one = cli("calendar", "--sku", sku, "--format", "json")
    assert {row["sku"] for row in one.json} <= {sku}


def test_the_calendar_of_an_unknown_sku_says_so(cli, ran):
    answer = cli("calendar", "--sku", "no-such-sku")
    assert answer.status == 2
    assert "no-such-sku" in answer.err


BUSINESS = REPORTS / "samples" / "business_report_by_sku_US_2026-10-16_2026-11-14.csv"


def test_a_report_without_days_is_loaded_with_its_first_and_last_day(cli):
    said = ("import", BUSINESS, "--marketplace", "US")
    open_question = cli(*said, "--as-of", "2026-11-14")
    assert open_question.status == 2
    assert "--from 2026-10-16 --as-of 2026-11-14" in open_question.err
    file = cli(*said, "--from", "2026-10-16", "--as-of", "2026-11-14", "--format", "json").json["files"][0]
    assert (file["status"], file["period_start"], file["period_end"]) == ("loaded", "2026-10-16", "2026-11-14")


def test_a_report_with_a_header_alone_says_so_and_how_its_days_are_given(cli):
    answer = cli("import", REPORTS / "broken/07_header_only.txt", "--lang", "en")
    first, second = answer.err.splitlines()
    assert text.t("intake.issue.no_rows", "en") in first
    assert second.endswith(text.t("cli.hint.days_left_open", "en"))


def test_a_first_day_without_a_last_one_is_bad_input(cli):
    answer = cli("import", BUSINESS, "--from", "2026-10-16")
    assert answer.status == 2
    assert "--as-of" in answer.err


def test_a_table_speaks_in_words_of_the_language_and_json_in_codes(cli):
    answer = cli("import", LOGIN_PAGE, PLANNING, "--lang", "zh")
    assert "亚马逊物流库存" in answer.out
    assert "未接受" in answer.out
    again = cli("import", PLANNING, "--lang", "zh", "--format", "json").json["files"][0]
    assert (again["status"], again["kind"]) == ("duplicate", "fba_inventory_planning")
