"""One transaction a file: a crash leaves the last good state; the sentinel keeps doubtful snapshots aside; undo takes back."""

import subprocess
import sys
from datetime import date, timedelta

import pytest

from core import intake
from core.errors import InputError
from core.intake import daily
from core.workspace import Workspace
from tests.core.intake.files import AT, DAY, PERIOD, REPORTS, codes

CRASH = """
import os
from datetime import datetime
from pathlib import Path
from core import intake
from core.workspace import Workspace
path = Path({path!r})
at = {{"write": 0.9}}
intake.load(Workspace.open({workspace!r}), path, path.name, at=datetime(2026, 11, 24), progress=lambda stage, share: os._exit(9) if at.get(stage) == share else None)
"""


def a_snapshot(skus: range, as_of: date = DAY, available: int = 5) -> str:
    """A Manage FBA Inventory file of numbered SKUs."""
    header = "sku\tfnsku\tafn-fulfillable-quantity\tafn-warehouse-quantity\n"
    return header + "".join(f"S-{sku}\tX{sku}\t{available}\t{available}\n" for sku in skus)


def manage(offer, skus: range, as_of: date = DAY, **said):
    return offer(a_snapshot(skus, available=said.pop("available", 5)), as_of=as_of, marketplace=said.pop("marketplace", "US"), **said)


def test_an_error_in_the_middle_leaves_what_was_there(ws, sample, monkeypatch):
    sample("samples/all_orders_JP_cp932.txt")
    before = ws.check()["tables"], ws.version()

    def fail(cursor, marketplaces):
        raise RuntimeError("power cut")

    monkeypatch.setattr(daily, "rebuild", fail)
    with pytest.raises(RuntimeError):
        sample("samples/all_orders_US_2026.txt")
    assert (ws.check()["tables"], ws.version()) == before
    assert not list(ws.uploads.glob("reading-*"))


def test_a_killed_process_leaves_the_last_good_state(tmp_path):
    target = tmp_path / "seller.duckdb"
    ws = Workspace.open(target)
    assert intake.load(ws, REPORTS / "samples" / "all_orders_JP_cp932.txt", "jp.txt", at=AT).status == "loaded"
    before = ws.check()["tables"]
    ws.close()
    script = CRASH.format(path=str(REPORTS / "samples" / "all_orders_US_2026.txt"), workspace=str(target))
    assert subprocess.run([sys.executable, "-c", script], cwd=REPORTS.parents[2], check=False).returncode == 9
    again = Workspace.open(target)
    assert again.check()["tables"] == before
    assert list(again.uploads.glob("reading-*"))  # what the dead process left …
    assert intake.load(again, REPORTS / "samples" / "all_orders_US_2026.txt", "us.txt", at=AT).status == "loaded"
    assert not list(again.uploads.glob("reading-*"))  # … is gone
    again.close()


def test_a_snapshot_with_fewer_than_70_percent_of_the_rows_is_kept_aside(offer):
    assert manage(offer, range(10)).status == "loaded"
    assert manage(offer, range(7), DAY + timedelta(1)).status == "loaded"  # 70 % is believed
    assert codes(manage(offer, range(4), DAY + timedelta(2))) == ["rows_shrank"]  # 4 of 7


def test_a_snapshot_with_more_than_double_the_rows_is_kept_aside_and_complete_when_confirmed(ws, offer):
    manage(offer, range(10))
    assert manage(offer, range(20), DAY + timedelta(1)).status == "loaded"  # 200 % is believed
    large = manage(offer, range(41), DAY + timedelta(2))
    assert (large.status, codes(large)) == ("quarantined", ["rows_exploded"])
    assert intake.confirm(ws, large.file_id, AT).complete


def test_a_snapshot_whose_stocked_skus_vanish_is_kept_aside(offer):
    manage(offer, range(10))
    gone = manage(offer, range(4, 14), DAY + timedelta(1))
    assert (codes(gone), gone.issues[0].facts["gone"], gone.complete) == (["skus_vanished"], 4, False)


def test_skus_without_stock_may_vanish(offer):
    manage(offer, range(10), available=0)
    assert manage(offer, range(4, 14), DAY + timedelta(1)).status == "loaded"


def test_an_older_snapshot_is_kept_aside_and_is_history_when_confirmed(ws, offer):
    manage(offer, range(10))
    old = manage(offer, range(9), DAY - timedelta(30))
    assert codes(old) == ["older_snapshot"]
    assert intake.confirm(ws, old.file_id, AT).complete
    assert ws.rows("select max(as_of), min(as_of) from stock_snapshot") == [(DAY, DAY - timedelta(30))]


def test_marketplaces_and_sources_are_compared_apart(offer, sample):
    manage(offer, range(10))
    assert manage(offer, range(2), marketplace="CA").status == "loaded"
    assert sample("samples/fba_inventory_planning_US_2026.csv").status == "loaded"


def test_a_doubtful_snapshot_can_be_accepted_at_once(offer):
    manage(offer, range(10))
    assert manage(offer, range(2), DAY + timedelta(1), accept=True).status == "loaded"


def test_a_file_kept_aside_survives_a_restart_with_what_was_said_about_it(tmp_path):
    target, file = tmp_path / "seller.duckdb", tmp_path / "manage.txt"
    ws = Workspace.open(target)
    for skus, day in ((range(10), DAY), (range(2), DAY + timedelta(1))):
        file.write_text(a_snapshot(skus), encoding="utf-8")
        result = intake.load(ws, file, "manage.txt", at=AT, marketplace="US", as_of=day)
    ws.close()
    file.unlink()
    again = Workspace.open(target)
    confirmed = intake.confirm(again, result.file_id, AT)
    assert (confirmed.status, confirmed.rows_loaded, confirmed.snapshot_date, confirmed.complete) == (
        "loaded",
        2,
        DAY + timedelta(1),
        False,
    )
    assert not list((again.uploads / "aside").iterdir())
    again.close()


def test_offering_a_file_that_is_kept_aside_again_does_not_double_it(ws, offer):
    manage(offer, range(10))
    manage(offer, range(2), DAY + timedelta(1))
    manage(offer, range(2), DAY + timedelta(1))
    assert ws.rows("select count(*) from import_file where status = 'quarantined'") == [(1,)]
    assert len(list((ws.uploads / "aside").iterdir())) == 1


def test_undoing_a_file_that_is_kept_aside_forgets_its_bytes(ws, offer):
    manage(offer, range(10))
    aside = manage(offer, range(2), DAY + timedelta(1))
    intake.undo(ws, aside.file_id, AT)
    with pytest.raises(InputError, match="not_quarantined"):
        intake.confirm(ws, aside.file_id, AT)
    assert not list((ws.uploads / "aside").iterdir())


def test_the_same_undated_bytes_may_stand_for_another_day(ws, offer):
    assert manage(offer, range(3)).status == "loaded"
    assert manage(offer, range(3)).status == "duplicate"
    assert manage(offer, range(3), DAY + timedelta(1)).status == "loaded"
    assert ws.rows("select count(distinct as_of) from stock_snapshot") == [(2,)]


def test_a_sku_that_occurs_twice_with_other_figures_is_listed_and_its_last_row_counts(ws, offer):
    content = a_snapshot(range(3)) + "S-1\tX1\t9\t9\n"
    result = offer(content, marketplace="US", as_of=DAY)
    assert [(issue.code, issue.row, issue.value) for issue in result.issues] == [("rows_differ", 3, "S-1")]
    assert ws.rows("select available from stock_snapshot where sku = 'S-1'") == [(9,)]


def test_a_row_with_too_many_cells_is_refused_because_its_columns_have_shifted(offer):
    result = offer(a_snapshot(range(3)) + "S-9\tX9\tsurplus\t9\t9\n", marketplace="US", as_of=DAY)
    assert [(issue.code, issue.row, issue.value) for issue in result.issues] == [("too_many_cells", 5, "9")]
    assert (result.rows_loaded, result.rows_refused) == (3, 1)


def test_ids_that_excel_shortened_are_refused_and_lost_zeros_are_proposed(offer, sample):
    sample("samples/fba_inventory_planning_US_2026.csv")
    content = a_snapshot(range(2)) + "1.44E+14\tX9\t9\t9\n412350\tX10\t4\t4\n"
    result = offer(content, marketplace="US", as_of=DAY)
    assert [(issue.code, issue.value) for issue in result.issues] == [("id_damaged", "1.44E+14"), ("zeros_lost", "412350")]
    assert result.issues[1].facts == {"known": "00412350"}


def test_progress_is_told_and_ends_whole(ws):
    told = []
    name = "samples/all_orders_US_2026.txt"
    intake.load(ws, REPORTS / name, name, at=AT, progress=lambda stage, share: told.append((stage, share)))
    assert told[0] == ("read", 0.0)
    assert told[-1] == ("write", 1.0)
    assert [share for _, share in told] == sorted(share for _, share in told)


def test_the_answer_keeps_the_contract_of_the_command_line(sample):
    answer = sample("broken/02_duplicated_header.txt", marketplace="US", as_of=DAY).as_dict()
    wanted = {"name", "status", "kind", "variant", "marketplace", "encoding", "rows_read", "rows_loaded", "rows_refused", "issues"}
    assert wanted <= answer.keys()
    assert answer["issues"][0] == {
        "row": 8,
        "column": None,
        "code": "header_repeated",
        "value": None,
        "message": "Line 8 is the header again; it was skipped.",
    }


def test_history_issues_and_what_is_missing(ws, sample):
    first = sample("broken/02_duplicated_header.txt", marketplace="US", as_of=DAY)
    sample("broken/06_empty.csv")
    history = intake.history(ws)
    assert list(history["status"]) == ["refused", "loaded"]
    assert list(history["issues"]) == [1, 3]
    assert list(intake.issues(ws, first.file_id)["code"]) == ["header_repeated", "rows_repeated", "rows_repeated"]
    missing = [entry["kind"] for entry in intake.missing_kinds(ws)]
    assert missing[0] == "fba_inventory_planning"
    assert "manage_fba_inventory" not in missing


def test_a_preview_says_what_a_file_is_and_what_load_has_to_be_told(ws):
    name = "business_report_by_sku_US_2026-10-16_2026-11-14.csv"
    preview = intake.preview(ws, REPORTS / "samples" / name, name)
    assert (preview.kind, preview.header_row, preview.delimiter, preview.asks) == (
        "business_report_asin",
        1,
        ",",
        ("marketplace", "period"),
    )
    assert preview.proposals == {"marketplace": "US", "period": PERIOD}
    assert preview.sample[0][3] == "TB-MUG-12-WHT"
    assert ws.rows("select count(*) from import_file") == [(0,)]
    broken = intake.preview(ws, REPORTS / "broken" / "03_renamed_column.csv", "03_renamed_column.csv")
    assert (codes(broken), broken.asks, broken.mapping["sku"]) == (["column_missing"], ("mapping",), "sku")
    assert codes(intake.preview(ws, REPORTS / "broken" / "06_empty.csv", "06_empty.csv")) == ["empty_file"]


def test_the_menu_names_every_report_in_both_languages():
    for lang in ("en", "zh"):
        menu = intake.report_menu(lang)
        assert (
            len(menu) == len({entry["name"] for entry in menu}) == 33 + 7
        )  # Amazon's and others' (sp_targeting without a header list), and our own six
        assert all(entry["adds"] and entry["where"] for entry in menu if entry["is_read"])
