"""Tidy files of demand: csv and parquet give the same panel, and bad ones are refused in words."""

import numpy as np
import pandas as pd
import pytest

from core import text
from core.errors import InputError
from core.forecast import tidy

ROWS = pd.DataFrame(
    {"sku": ["007", "007", "B"], "week": ["2024-01-01", "2024-01-17", "2024-01-08"], "units": [2, 3, 4], "price": [9.5, 9.5, None], "category": ["Toys", "Toys", "Home"]}
)  # fmt: skip


def test_csv_and_parquet_give_the_same_panel_with_categories_and_leading_zeros(tmp_path):
    ROWS.to_csv(tmp_path / "a.csv", index=False)
    ROWS.to_parquet(tmp_path / "a.parquet")
    for panel, notes in (tidy.read(tmp_path / "a.csv"), tidy.read(tmp_path / "a.parquet")):
        assert [(note.code, note.rows, note.row, note.sku, note.value) for note in notes] == [("other_day", 1, 3, "007", "2024-01-17")]
        assert panel.series["sku"].tolist() == ["007", "B"]
        assert panel.series["category"].tolist() == ["Toys", "Home"]
        assert panel.units[0].tolist() == [2, 0, 3]
        assert panel.weeks[-1].date().isoformat() == "2024-01-15"  # the Monday of that week


def test_zeros_before_the_first_sale_say_nothing_as_in_the_panels_of_a_seller(tmp_path):
    (tmp_path / "a.csv").write_text("sku,week,units\nA,2024-01-01,0\nA,2024-01-08,0\nA,2024-01-15,7\nA,2024-01-22,0\n")
    assert np.array_equal(tidy.read(tmp_path / "a.csv")[0].units[0], [np.nan, np.nan, 7, 0], equal_nan=True)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("sku,week\nA,2024-01-01\n", "demand_columns"),
        ("", "demand_unreadable"),
        ("sku,week,units\n", "demand_no_rows"),
        ("sku,week,units\nA,sometime,1\n", "demand_value"),
        ("sku,week,units\nA,2024-01-01,inf\n", "demand_value"),
        ("sku,week,units\n,2024-01-01,1\n", "demand_value"),
        ("sku,week,units\nA,2024-01-01,many\n", "demand_value"),
        ('sku,week,units\nA,"2024', "demand_unreadable"),
    ],
)
def test_a_bad_file_is_refused_in_words(tmp_path, content, code):
    (tmp_path / "bad.csv").write_text(content)
    with pytest.raises(InputError) as told:
        tidy.read(tmp_path / "bad.csv")
    assert told.value.code == code
    assert all(text.say(told.value, lang) for lang in text.LANGUAGES)


def _read(folder, content):
    (folder / "a.csv").write_text(content)
    panel, notes = tidy.read(folder / "a.csv")
    return panel.units.tolist(), {note.code: (note.rows, note.row, note.sku, note.value) for note in notes}


def test_rows_that_repeat_a_sku_and_day_are_added_up_and_told(tmp_path):
    units, notes = _read(tmp_path, "sku,week,units\nA,2024-01-01,2\nB,2024-01-01,3\nA,2024-01-01,5\nA,2024-01-01,1\n")
    assert units == [[2 + 5 + 1], [3]]
    assert notes == {"repeated": (2, 4, "A", "2024-01-01")}


def test_one_sku_at_two_marketplaces_does_not_repeat_itself_and_a_row_without_one_is_kept(tmp_path):
    units, notes = _read(tmp_path, "marketplace,sku,week,units\nUS,A,2024-01-01,2\nUK,A,2024-01-01,3\n,A,2024-01-01,4\n")
    assert sorted(units) == [[2], [3], [4]]
    assert notes == {}


def test_units_below_nothing_count_as_none_and_are_told(tmp_path):
    units, notes = _read(tmp_path, "sku,week,units\nA,2024-01-01,9\nA,2024-01-08,-4\nA,2024-01-15,0\n")
    assert units == [[9, 0, 0]]
    assert notes == {"negative": (1, 3, "A", "-4")}


def test_the_days_of_a_week_are_added_up_in_their_week_and_told(tmp_path):
    units, notes = _read(tmp_path, "sku,week,units\nA,2024-01-01,1\nA,2024-01-02,2\nA,2024-01-07,3\nA,2024-01-09,4\n")
    assert units == [[1 + 2 + 3, 4]]
    assert notes == {"other_day": (3, 3, "A", "2024-01-02")}


def test_a_price_that_is_no_number_is_unknown_and_told_and_an_empty_one_is_only_unknown(tmp_path):
    (tmp_path / "a.csv").write_text("sku,week,units,price\nA,2024-01-01,1,9.5\nA,2024-01-08,1,\nA,2024-01-15,1,$9\n")
    panel, notes = tidy.read(tmp_path / "a.csv")
    assert np.array_equal(panel.price[0], [9.5, np.nan, np.nan], equal_nan=True)
    assert [(note.code, note.rows, note.row, note.value) for note in notes] == [("no_price", 1, 4, "$9")]


def test_a_file_as_it_should_be_has_no_note(tmp_path):
    assert _read(tmp_path, "sku,week,units,price\nA,2024-01-01,1,9.5\nA,2024-01-08,2,\n") == ([[1, 2]], {})


def test_a_file_that_is_not_there_or_no_parquet_is_refused(tmp_path):
    with pytest.raises(InputError, match="file_missing"):
        tidy.read(tmp_path / "none.csv")
    (tmp_path / "bad.parquet").write_text("no table")
    with pytest.raises(InputError, match="demand_unreadable"):
        tidy.read(tmp_path / "bad.parquet")
