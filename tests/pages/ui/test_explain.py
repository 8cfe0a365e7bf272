"""ⓘ: every number of a charge is told with its unit, its rate row and where it comes from."""

from datetime import date
from types import SimpleNamespace

import pytest

from core import text
from core.fees.fulfilment import fulfilment
from core.fees.storage import storage
from pages.ui import explain

ITEM = {"marketplace": "US", "price": 24.0, "size_tier": "Large standard-size", "weight_lb": 1.2, "unit_ft3": 0.15,
        "longest_in": 12.0, "median_in": 8.0, "shortest_in": 2.7}  # fmt: skip


@pytest.fixture(params=text.LANGUAGES)
def page(request):
    lang = request.param
    return SimpleNamespace(
        lang=lang,
        t=lambda key, **facts: text.t(key, lang, **facts),
        money=lambda amount, currency: text.money(amount, currency, lang),
        number=lambda amount: text.number(amount, lang),
        day=lambda when: text.day(when, lang),
    )


def test_shares_are_percent_and_unknown_parts_are_left_out(page):
    charge = fulfilment(ITEM, date(2026, 11, 23))
    rows = dict(explain._parts(page, charge))
    # 3.5 % fuel surcharge since 17 April 2026
    assert rows[text.t("explain.number.fuel_share", page.lang)] == text.percent(0.035, page.lang, 1)
    assert text.UNKNOWN not in dict(explain._parts(page, storage(ITEM, date(2026, 11, 23)))).values()


def test_a_rate_says_since_when_from_where_and_how_sure(page):
    charge = storage(ITEM, date(2026, 11, 23))
    said = explain._rate(page, charge.rates[0])
    assert text.day(charge.rates[0].effective_from, page.lang) in said
    assert charge.rates[0].source in said
    assert text.t("explain.sure.official", page.lang) in said


def test_a_formula_without_its_numbers_stands_alone(page):
    assert explain.formula(page, "cover_days", on_hand="10", demand="–") == text.t("explain.cover_days.formula", page.lang)
    assert "10" in explain.formula(page, "cover_days", on_hand="10", demand="2")


def test_a_table_keeps_its_columns_when_a_cell_holds_a_bar():
    assert explain.table([("a|b", "1")], ("x", "y")).splitlines()[2] == r"| a\|b | 1 |"
