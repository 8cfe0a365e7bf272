"""Exports are safe against formulas and lose nothing: read back with other programs' readers."""

import csv
from datetime import date
from io import BytesIO, StringIO

import openpyxl
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from core import export
from core.errors import InputError
from core.export import to_csv, to_xlsx

FORMULA_STARTS = "=+-@\t\r\n＝＋－＠"
TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=40)
HOSTILE = st.builds(str.__add__, st.sampled_from(FORMULA_STARTS), TEXT)


def rows_of_csv(content: bytes) -> list[list[str]]:
    return list(csv.reader(StringIO(content.decode("utf-8-sig"), newline="")))


def cells_of_xlsx(content: bytes, sheet: str = "Risk") -> list[list]:
    return CalamineWorkbook.from_filelike(BytesIO(content)).get_sheet_by_name(sheet).to_python(skip_empty_area=False)


def test_a_file_is_named_after_its_parts_and_no_computer_refuses_the_name():
    assert export.file_name("forecast", "", "US-A", "2026-11-22", ending="csv") == "shelflife-forecast-US-A-2026-11-22.csv"
    assert export.file_name("forecast", 'a/b\\c:d*"<e>|?', ending="xlsx") == "shelflife-forecast-a-b-c-d---e---.xlsx"


def test_csv_begins_with_a_byte_order_mark_so_that_excel_shows_chinese():
    content = to_csv(pd.DataFrame({"品名": ["台灯"]}))
    assert content.startswith(b"\xef\xbb\xbf")
    assert rows_of_csv(content) == [["品名"], ["台灯"]]


@pytest.mark.parametrize("start", FORMULA_STARTS)
def test_text_that_would_be_a_formula_gets_an_apostrophe(start):
    frame = pd.DataFrame({"title": [f"{start}cmd|' /C calc'!A0"]})
    assert rows_of_csv(to_csv(frame))[1][0].startswith(f"'{start}")


def test_a_column_name_from_a_file_cannot_be_a_formula_either():
    assert rows_of_csv(to_csv(pd.DataFrame({"=1+1": [1]})))[0] == ["'=1+1"]


def test_a_hostile_member_of_a_list_or_dict_does_not_lead_its_cell():
    frame = pd.DataFrame({"rules": [["=1+1", "dead"]], "facts": [{"title": "=1+1"}]})
    assert rows_of_csv(to_csv(frame))[1] == ["'=1+1, dead", '{"title": "=1+1"}']


def test_numbers_stay_numbers_also_negative_ones():
    frame = pd.DataFrame({"value": [-12.5, 3.0], "units": [-1, 7]})
    assert rows_of_csv(to_csv(frame))[1:] == [["-12.5", "-1"], ["3.0", "7"]]
    assert cells_of_xlsx(to_xlsx({"Risk": frame}))[1:] == [[-12.5, -1.0], [3.0, 7.0]]


def test_a_csv_says_no_digits_that_only_arithmetic_made_and_money_to_cents():
    frame = pd.DataFrame({"share": [0.1 + 0.2, 1 / 3], "value": [1234567.005 + 1e-9, 2 / 3], "small": [1 / 70_000, 123_456_789.123_456_7]})
    assert rows_of_csv(to_csv(frame, cents=["value"]))[1:] == [
        ["0.3", "1234567.01", "1.42857e-05"],
        ["0.333333", "0.67", "123456789.123457"],
    ]


def test_numbers_within_lists_and_dicts_are_said_as_short():
    frame = pd.DataFrame({"path": [[1 / 3, 2]], "facts": [{"share": 0.1 + 0.2, "of": [2 / 3]}], "mixed": pd.Series([1 / 3], dtype=object)})
    assert rows_of_csv(to_csv(frame))[1] == ["0.333333, 2", '{"share": 0.3, "of": [0.666667]}', "0.333333"]


@given(st.lists(st.floats(allow_nan=False, allow_infinity=False, width=64), min_size=1, max_size=20))
def test_no_number_is_said_wrong_by_more_than_its_last_digit(values):
    said = [float(row[0]) for row in rows_of_csv(to_csv(pd.DataFrame({"value": values})))[1:]]
    assert said == pytest.approx(values, rel=5e-6, abs=5e-7 if max(map(abs, values)) >= 0.1 else 0.0)


def test_unknown_is_an_empty_cell_and_never_zero():
    frame = pd.DataFrame({"cover_days": [float("nan")], "best_option": [None]})
    assert rows_of_csv(to_csv(frame))[1] == ["", ""]
    assert openpyxl.load_workbook(BytesIO(to_xlsx({"Risk": frame})))["Risk"]["A2"].value is None


def test_days_and_times_keep_their_day():
    frame = pd.DataFrame({"as_of": [date(2026, 11, 21)], "at": [pd.Timestamp(2026, 11, 21, 6, 30)]})
    sheet = openpyxl.load_workbook(BytesIO(to_xlsx({"Risk": frame})))["Risk"]
    assert sheet["A2"].value == pd.Timestamp(2026, 11, 21)
    assert sheet["B2"].value == pd.Timestamp(2026, 11, 21, 6, 30)


def test_a_time_with_a_zone_becomes_text_with_its_zone():
    frame = pd.DataFrame({"at": pd.to_datetime(["2026-11-21T06:30:00+00:00"])})
    assert cells_of_xlsx(to_xlsx({"Risk": frame}))[1] == ["2026-11-21T06:30:00+00:00"]


def test_cover_without_end_is_shown_as_infinity():
    assert cells_of_xlsx(to_xlsx({"Risk": pd.DataFrame({"cover_days": [float("inf")]})}))[1] == ["∞"]


def test_a_cell_longer_than_excel_takes_is_cut_visibly():
    cell = cells_of_xlsx(to_xlsx({"Risk": pd.DataFrame({"value": ["x" * 40_000]})}))[1][0]
    assert len(cell) == 32_767
    assert cell.endswith("…")


def test_a_table_longer_than_a_sheet_is_refused_with_its_size(monkeypatch):
    monkeypatch.setattr(export, "_XLSX_ROWS", 2)
    with pytest.raises(InputError) as refused:
        to_xlsx({"Risk": pd.DataFrame({"sku": ["a", "b", "c"]})})
    assert refused.value.facts == {"table": "Risk", "rows": 3, "limit": 2}


def test_sheet_names_that_excel_refuses_are_made_acceptable():
    frame = pd.DataFrame({"sku": ["a"]})
    content = to_xlsx({"US / CA: risk": frame, "us - ca- risk": frame, "x" * 40: frame, "": frame})
    names = CalamineWorkbook.from_filelike(BytesIO(content)).sheet_names
    assert len({name.lower() for name in names}) == 4
    assert all(len(name) <= 31 for name in names)


def test_a_table_without_rows_keeps_its_header():
    assert rows_of_csv(to_csv(pd.DataFrame({"sku": [], "level": []}))) == [["sku", "level"]]


def test_two_columns_of_one_name_both_arrive():
    frame = pd.DataFrame([["=a", 1]], columns=["sku", "sku"])
    assert rows_of_csv(to_csv(frame)) == [["sku", "sku"], ["'=a", "1"]]


def test_the_frame_that_was_given_is_left_as_it_was():
    frame = pd.DataFrame({"title": ["=1+1"]})
    to_csv(frame)
    to_xlsx({"Risk": frame})
    assert frame["title"].tolist() == ["=1+1"]


@given(st.lists(HOSTILE | TEXT, min_size=1, max_size=20))
@settings(max_examples=60, deadline=None)
def test_no_cell_of_a_csv_begins_a_formula_and_no_text_is_lost(titles):
    cells = [row[0] if row else "" for row in rows_of_csv(to_csv(pd.DataFrame({"title": titles, "last": "z"})))[1:]]
    assert not any(cell.startswith(tuple(FORMULA_STARTS)) for cell in cells)
    assert [cell.removeprefix("'") if title != cell else cell for cell, title in zip(cells, titles, strict=True)] == titles


@given(st.lists(HOSTILE | TEXT, min_size=1, max_size=10))
@settings(max_examples=30, deadline=None)
def test_no_cell_of_a_workbook_is_a_formula(titles):
    sheet = openpyxl.load_workbook(BytesIO(to_xlsx({"Risk": pd.DataFrame({"title": titles, "last": "z"})})))["Risk"]
    kinds = {cell.data_type for row in sheet.iter_rows(min_row=2) for cell in row}
    assert "f" not in kinds


def test_a_page_escapes_its_title_and_keeps_what_is_inside():
    page = export.to_html("A < B & C", "p{margin:0}", "<p>x</p>", "zh")
    assert page.startswith("<!doctype html><html lang='zh'><head><meta charset='utf-8'><title>A &lt; B &amp; C</title>")
    assert page.endswith("<style>p{margin:0}</style></head><body><p>x</p></body></html>")
