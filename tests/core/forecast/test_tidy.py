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
    for panel in (tidy.read(tmp_path / "a.csv"), tidy.read(tmp_path / "a.parquet")):
        assert panel.series["sku"].tolist() == ["007", "B"]
        assert panel.series["category"].tolist() == ["Toys", "Home"]
        assert panel.units[0].tolist() == [2, 0, 3]
        assert panel.weeks[-1].date().isoformat() == "2024-01-15"  # the Monday of that week


def test_zeros_before_the_first_sale_say_nothing_as_in_the_panels_of_a_seller(tmp_path):
    (tmp_path / "a.csv").write_text("sku,week,units\nA,2024-01-01,0\nA,2024-01-08,0\nA,2024-01-15,7\nA,2024-01-22,0\n")
    assert np.array_equal(tidy.read(tmp_path / "a.csv").units[0], [np.nan, np.nan, 7, 0], equal_nan=True)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("sku,week\nA,2024-01-01\n", "demand_columns"),
        ("", "demand_unreadable"),
        ("sku,week,units\nA,sometime,1\n", "demand_value"),
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


def test_a_file_that_is_not_there_or_no_parquet_is_refused(tmp_path):
    with pytest.raises(InputError, match="file_missing"):
        tidy.read(tmp_path / "none.csv")
    (tmp_path / "bad.parquet").write_text("no table")
    with pytest.raises(InputError, match="demand_unreadable"):
        tidy.read(tmp_path / "bad.parquet")
