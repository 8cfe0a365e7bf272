"""Every broken file gets the answer it deserves: what it was taken for, what is wrong, where, what was loaded, and what to do next."""

from datetime import date

import pytest

from core import intake
from core.errors import InputError
from tests.core.intake.files import AT, DAY, REPORTS, codes

MANAGE = {"marketplace": "US", "as_of": DAY}


def test_01_a_truncated_snapshot_is_kept_aside_and_when_confirmed_speaks_only_for_its_whole_rows(ws, sample):
    result = sample("broken/01_truncated_mid_row.csv")
    assert (result.status, result.kind, result.rows_read, result.rows_loaded) == ("quarantined", "fba_inventory_planning", 7, 0)
    cut = result.issues[0]
    assert (cut.code, cut.row, cut.value, cut.facts) == ("row_truncated", 8, "27", {"whole": 6, "columns": 98})
    assert ws.rows("select count(*) from stock_snapshot") == [(0,)]
    confirmed = intake.confirm(ws, result.file_id, AT)
    assert (confirmed.status, confirmed.rows_loaded, confirmed.complete, confirmed.file_id) == ("loaded", 6, False, result.file_id)
    assert "TB-XMAS-LED-50" not in {row[0] for row in ws.rows("select sku from stock_snapshot")}


def test_02_a_repeated_header_and_repeated_rows_are_skipped_and_listed(sample):
    result = sample("broken/02_duplicated_header.txt", **MANAGE)
    assert (result.status, result.rows_read, result.rows_loaded, result.rows_refused) == ("loaded", 13, 11, 0)
    listed = [(issue.code, issue.row, issue.value) for issue in result.issues]
    assert listed == [("header_repeated", 8, None), ("rows_repeated", 9, "TB-BOTL-32-GRN"), ("rows_repeated", 10, "TB-FILT-AIR-4P")]


def test_03_a_renamed_column_is_asked_for_and_the_answer_is_kept(ws, sample):
    name = "broken/03_renamed_column.csv"
    asked = sample(name)
    assert (asked.status, asked.kind, codes(asked)) == ("refused", "fba_inventory_planning", ["column_missing"])
    assert asked.issues[0].column == "available"
    assert asked.issues[0].facts["nearest"] == "sellable-stock"
    assert ws.rows("select count(*) from stock_snapshot") == [(0,)]
    answered = sample(name, mapping={"available": "sellable-stock"})
    assert (answered.status, answered.rows_loaded) == ("loaded", 10)
    intake.undo(ws, answered.file_id, AT)
    assert sample(name).status == "loaded"  # the answer is remembered for this header


def test_04_without_sku_known_fnskus_fill_it_and_unknown_ones_are_returned(ws, sample):
    name = "broken/04_missing_sku_column.txt"
    refused = sample(name, **MANAGE)
    assert (refused.status, codes(refused)[0], refused.issues[0].column) == ("refused", "fnsku_not_known", "sku")
    sample("samples/fba_inventory_planning_US_2026.csv")
    result = sample(name, **MANAGE)
    assert (result.status, result.rows_read, result.rows_loaded, result.rows_refused) == ("loaded", 12, 10, 2)
    unknown = [(issue.row, issue.value) for issue in result.issues if issue.code == "sku_unknown"]
    assert unknown == [(12, "X00ZZTB011"), (13, "X00ZZTB099")]  # the clock and the closed pen
    assert ws.rows("select available from stock_snapshot where source = 'manage' and sku = 'TB-MUG-12-WHT'") == [(150,)]


def test_05_utf16_from_excel_is_just_read(ws, sample):
    utf16 = sample("broken/05_utf16_excel_unicode_text.txt", **MANAGE)
    cp1252 = sample("samples/manage_fba_inventory_US_2026.txt", **MANAGE)
    assert (utf16.status, utf16.encoding, utf16.rows_loaded) == ("loaded", "utf-16", 12)
    rows = "select * exclude (file_id) from stock_snapshot where file_id = $id order by sku"
    assert ws.rows(rows, id=utf16.file_id) == ws.rows(rows, id=cp1252.file_id)


def test_06_an_empty_file_is_called_empty(sample):
    result = sample("broken/06_empty.csv")
    assert (result.status, codes(result)) == ("refused", ["empty_file"])
    assert "0 bytes" in result.issues[0].message("en")


def test_07_a_header_without_rows_is_noted_and_earlier_sales_stay(ws, sample):
    sample("samples/all_orders_US_2026.txt")
    before = ws.rows("select * from sales_daily order by all")
    result = sample("broken/07_header_only.txt")
    assert (result.status, result.kind, result.rows_read, codes(result)) == ("loaded", "all_orders", 0, ["no_rows", "days_left_open"])
    assert ws.rows("select * from sales_daily order by all") == before


def test_07_with_its_days_given_they_count_as_days_without_sales(ws, sample):
    sample("samples/ledger_summary_US_2026-11-14.txt")
    assert ws.rows("select count(*) from sales_daily") != [(0,)]
    sample("broken/07_header_only.txt", marketplace="US", period=(DAY.replace(day=1), DAY))
    assert ws.rows("select count(*) from sales_daily") == [(0,)]  # orders cover these days and speak before the ledger


def test_07_once_its_days_are_given_they_are_not_asked_for(sample):
    assert codes(sample("broken/07_header_only.txt", marketplace="US", period=(DAY.replace(day=1), DAY))) == ["no_rows"]


def test_07_its_days_can_still_be_given_after_it_was_noted_without(ws, sample):
    sample("broken/07_header_only.txt")
    period = (DAY.replace(day=1), DAY)
    assert sample("broken/07_header_only.txt", marketplace="US", period=period).status == "loaded"
    assert sample("broken/07_header_only.txt", marketplace="US", period=period).status == "duplicate"


def test_07_stock_without_rows_is_refused_for_that_before_its_day_is_asked_for(offer):
    undated = offer("sku,on hand,price\n", marketplace="US")
    assert (undated.status, undated.kind, codes(undated)) == ("refused", "tidy_stock", ["no_rows", "period_needed"])
    dated = offer("sku,on hand,price\n", marketplace="US", as_of=DAY)
    assert (dated.status, codes(dated)) == ("refused", ["no_rows"])


def test_07_a_table_of_costs_without_rows_is_asked_no_days(offer):
    header = (REPORTS.parents[2] / "data/reports/cost_template.csv").read_text("utf-8-sig").splitlines()[0]
    assert codes(offer(header + "\n")) == ["no_rows"]


def test_08_a_sign_in_page_is_called_one(sample):
    result = sample("broken/08_html_login_page.csv")
    assert (result.status, codes(result)) == ("refused", ["not_a_report"])
    assert "Sign-In" in result.issues[0].message("en")
    assert "登录" in result.issues[0].message("zh")


def test_09_a_shrunken_snapshot_is_kept_aside_until_confirmed_and_then_speaks_for_its_skus_only(ws, sample):
    whole = sample("broken/09_previous_day_full_40_rows.csv")
    assert (whole.status, whole.rows_loaded) == ("loaded", 40)
    part = sample("broken/09_shrunken_snapshot_5_percent.csv")
    assert (part.status, codes(part)) == ("quarantined", ["rows_shrank"])
    assert (part.issues[0].facts["rows"], part.issues[0].facts["last_rows"], part.issues[0].facts["percent"]) == (2, 40, 5)
    assert ws.rows("select count(*), max(as_of) from stock_snapshot") == [(40, date(2026, 11, 14))]
    confirmed = intake.confirm(ws, part.file_id, AT)
    assert (confirmed.status, confirmed.rows_loaded, confirmed.complete) == ("loaded", 2, False)
    assert ws.rows("select count(*) from stock_snapshot") == [(42,)]


def test_09_the_next_whole_snapshot_is_compared_with_the_last_complete_one(ws, sample):
    sample("broken/09_previous_day_full_40_rows.csv")
    part = sample("broken/09_shrunken_snapshot_5_percent.csv")
    intake.confirm(ws, part.file_id, AT)
    assert codes(sample("samples/fba_inventory_planning_US_2026.csv")) == ["rows_shrank"]  # 10 of 40, not 10 of 2


def test_10_lost_zeros_are_proposed_and_shortened_ids_are_told_and_stay_unknown(ws, sample):
    sample("samples/fba_inventory_planning_US_2026.csv")
    result = sample("broken/10_excel_mangled_ids.csv")
    assert (result.status, result.kind, result.rows_loaded) == ("loaded", "sp_advertised_product", 10)
    damaged = {issue.column: issue.facts["rows"] for issue in result.issues if issue.code == "ids_damaged"}
    assert damaged == {"Portfolio ID": 10, "Campaign ID": 10, "Ad group ID": 10}  # 30 ids in 3 columns
    lost = [(issue.value, issue.facts["known"]) for issue in result.issues if issue.code == "zeros_lost"]
    assert lost == [("412350", "00412350")]


def test_10_ids_that_excel_shortened_are_counted_in_a_report_that_nothing_reads_yet(sample, offer):
    sample("samples/fba_inventory_planning_US_2026.csv")
    result = offer("listing-id,seller-sku,asin1,open-date\n1.44E+14,412350,B0ZZTB0009,2026-01-01\n1.44E+14,LAMP,B0ZZTB0003,2026-01-01\n")
    damaged = {issue.column: issue.facts["rows"] for issue in result.issues if issue.code == "ids_damaged"}
    assert damaged == {"listing-id": 2}
    assert [(issue.value, issue.facts["known"]) for issue in result.issues if issue.code == "zeros_lost"] == [("412350", "00412350")]


def test_every_broken_file_has_its_answer_in_words_in_both_languages(sample):
    for path in sorted((REPORTS / "broken").glob("*")):
        result = sample(f"broken/{path.name}", **MANAGE)
        for lang in ("en", "zh"):
            assert all("{" not in issue.message(lang) for issue in result.issues)
        assert result.as_dict()["status"] in ("loaded", "quarantined", "refused")


def test_confirming_what_is_not_kept_aside_is_an_error(ws, sample):
    loaded = sample("samples/fba_inventory_planning_US_2026.csv")
    with pytest.raises(InputError, match="not_quarantined"):
        intake.confirm(ws, loaded.file_id, AT)
    with pytest.raises(InputError, match="no_such_file"):
        intake.undo(ws, 999, AT)
