"""A table as a workbook says titles and codes in the reader's words; as CSV it keeps their names, for programs."""

from io import BytesIO
from types import SimpleNamespace

import openpyxl
import pandas as pd
import pytest

from core import results, text
from pages.ui import tables
from tests.pages.conftest import a_run

ROWS = pd.DataFrame({
    "sku": ["A", "B"], "level": [3, None], "best_option": ["hold", None], "own_key": ["kept", "too"], "value": [1.5, 2.5],
    "imported_at": pd.to_datetime(["2026-11-20 10:00", None]),
})  # fmt: skip


def a_page(lang: str = "en") -> SimpleNamespace:
    return SimpleNamespace(lang=lang, run=None, t=lambda key, **facts: text.t(key, lang, **facts))


def test_a_csv_says_money_to_cents_and_the_cost_of_a_unit_and_shares_as_they_are():
    rows = pd.DataFrame({"value": [2 / 3], "landed_cost": [7.12345], "sell_through": [1 / 3]})
    assert pd.read_csv(BytesIO(tables.in_csv(rows))).iloc[0].to_dict() == {"value": 0.67, "landed_cost": 7.12345, "sell_through": 0.333333}


def test_a_screen_shows_shares_to_a_tenth_of_a_percent_and_units_whole():
    shown = tables.in_words(a_page(), pd.DataFrame({"sell_through": [0.12345], "units": [3.6], "turnover": [1.2345]}))
    assert shown.to_dict("records") == [{"sell_through": 0.123, "units": 4.0, "turnover": 1.2345}]


def test_the_amount_of_a_rate_keeps_its_digits_in_both_files(monkeypatch):
    """A referral share of 8.75 % is no 9 cents."""
    made = {}
    monkeypatch.setattr("streamlit.download_button", lambda label, data, key, **more: made.update({key: data}))
    tables.export(
        SimpleNamespace(**vars(a_page()) | {"now": pd.Timestamp("2026-11-22")}),
        pd.DataFrame({"amount": [0.0875]}),
        "some",
        exact=("amount",),
    )
    assert pd.read_csv(BytesIO(made["csv.some"]())).loc[0, "amount"] == 0.0875
    assert openpyxl.load_workbook(BytesIO(made["xlsx.some"]())).active["A2"].value == 0.0875


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_a_workbook_has_titles_and_words_and_what_is_unknown_stays_empty(lang):
    told = tables.for_people(a_page(lang), ROWS)
    titles = [text.t(f"table.column.{name}", lang) for name in ("level", "best_option", "value")]
    assert {"own_key", *titles} <= set(told.columns)
    assert told.loc[0, titles[:2]].to_list() == [tables.level_name(3, lang), text.t("table.option.hold", lang)]
    assert told.loc[1, titles[:2]].isna().all()


@pytest.mark.parametrize("lang", text.LANGUAGES)
def test_every_column_of_the_risk_table_has_a_title_of_its_own_and_its_codes_words(lang, new_workspace, tmp_path):
    ws = new_workspace(tmp_path / "seller.duckdb")
    a_run(ws, [{"sku": "A"}, {"sku": "B"}])
    codes = {"elasticity_source": "own", "storage_reason": "volume_unknown", "surcharge_reason": "age_unknown"}
    rows = results.risk_table(ws, 1).assign(**codes, quadrant_age_in_category="old_tail")
    told = tables.for_people(a_page(lang), rows)
    assert not set(rows) & set(told), "columns under their own names"
    assert not set(codes.values()) & set(told.iloc[0].map(str))
    assert told.iloc[0][text.t("table.column.quadrant_age_in_category", lang)] == text.t("risk.quadrant.old_tail", lang)


def test_of_two_columns_with_one_title_the_second_keeps_its_name(monkeypatch):
    monkeypatch.setattr(tables, "title", lambda name, lang: "Same")
    assert tables.for_people(a_page(), ROWS[["level", "best_option"]]).columns.to_list() == ["Same", "best_option"]


def test_the_csv_keeps_names_and_codes_and_the_workbook_of_the_same_rows_does_not(monkeypatch):
    made = {}
    monkeypatch.setattr("streamlit.download_button", lambda label, data, key, **more: made.update({key: data}))
    page = SimpleNamespace(**vars(a_page("zh")) | {"now": pd.Timestamp("2026-11-22")})
    tables.export(page, ROWS, "some")
    assert pd.read_csv(BytesIO(made["csv.some"]()))["best_option"].iloc[0] == "hold"
    sheet = openpyxl.load_workbook(BytesIO(made["xlsx.some"]())).active
    first, second = ([cell.value for cell in row] for row in sheet.iter_rows(max_row=2))
    assert dict(zip(first, second, strict=True))[text.t("table.column.best_option", "zh")] == text.t("table.option.hold", "zh")
