"""The fee tables as they are shown: codes in words, and of each source what it is."""

import re
from types import SimpleNamespace

import pandas as pd
import pytest

from core import text
from core.fees.schedule import DATA
from pages.ui import explain, rates

FILES = sorted(DATA.glob("*/*.csv"))
CHINESE = re.compile(r"[\u3400-\u9fff]")
CODED = {
    *("component", "size_tier", "size_class", "product_class", "grade_class", "season", "program", "placement", "mode", "weight_used"),
    *("step_rounding", "min_for", "exempt", "confidence", "unit", "source_kind"),
}  # fmt: skip


def a_page(lang: str) -> SimpleNamespace:
    return SimpleNamespace(lang=lang, t=lambda key, **facts: text.t(key, lang, **facts))


def table(file) -> pd.DataFrame:
    return pd.read_csv(file, dtype=str, keep_default_na=False).replace("", None)


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_what_is_ours_in_a_fee_table_is_chinese_in_the_chinese_app(file):
    shown = rates.in_words(a_page("zh"), table(file))
    english = {
        f"{name}: {value}" for name in CODED & set(shown) for value in shown[name].dropna().unique() if value and not CHINESE.search(value)
    }
    assert not english


@pytest.mark.parametrize("file", FILES, ids=lambda file: f"{file.parent.name}-{file.stem}")
def test_of_every_source_it_is_said_what_it_is_and_its_title_stays(file):
    rows = table(file)
    shown = rates.in_words(a_page("en"), rows)
    assert shown["source"].tolist() == rows["source"].tolist()
    assert shown["source_kind"].str.len().gt(0).all(), set(rows["source"][shown["source_kind"] == ""])
    assert list(shown).index("source_kind") == list(shown).index("source") - 1


def test_a_source_of_several_says_each_kind_once_the_first_named_first():
    source = "public code, repository not named (market rules, citing Amazon help pages); github.com/a/b; Amazon help page G1 (official)"
    said = [text.t(f"explain.source_kind.{kind}", "en") for kind in ("code", "amazon")]
    assert explain.source_kind(a_page("en"), source) == " · ".join(said)


def test_the_range_that_an_amount_is_the_top_of_is_kept():
    said = explain.unit(a_page("en"), "per unit received, top of range (range 0.16-0.30)")
    assert text.t("explain.unit.per_unit_received", "en") in said
    assert "0.16" in said
    assert "0.30" in said
