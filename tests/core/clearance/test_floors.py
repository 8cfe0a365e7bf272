"""Break-even and floor of many SKUs are those of each one alone."""

import math

import pytest

from core.clearance.build import terms_for
from core.clearance.floors import COLUMNS, floors
from core.clearance.thresholds import lowest_of
from tests.core.clearance.cases import an_item, case_a

CASES = {
    "an item": an_item(sku="A"),
    "clothing with its cliffs": an_item(sku="B", category="Clothing & Accessories", list_price=21.0, landed_cost=9.0),
    "beauty under 10": an_item(sku="C", category="Beauty", list_price=9.5, landed_cost=2.0),
    "unknown cost": an_item(sku="D", landed_cost=None),
    "unknown size": an_item(sku="E", longest_in=None, weight_lb=None),
    "unknown price": an_item(sku="F", list_price=None),
    "another marketplace": an_item(sku="G", marketplace="UK"),
}


def test_many_together_get_what_each_gets_alone():
    found = floors(list(CASES.values())).set_index("sku")
    for case in CASES.values():
        row, alone = found.loc[case.sku], lowest_of(case, float(terms_for(case)[0].exit_value[0]))
        assert row["break_even"] == pytest.approx(alone.break_even.price, nan_ok=True), case.sku
        assert row["floor"] == pytest.approx(alone.floor.price, nan_ok=True), case.sku
        assert row["break_even_reason"] == alone.break_even.reason, case.sku


def test_case_a_by_hand():
    """0.85 p − 5.70 = cost or exit value, up to the next cent; at 24: 20.40 − 5.70 = 14.70."""
    row = floors([case_a(landed_cost=6.0)]).iloc[0]
    assert row["break_even"] == math.ceil((6.0 + 5.7) / 0.85 * 100) / 100
    assert row["floor"] == math.ceil((1.08 + 5.7) / 0.85 * 100) / 100
    assert row["margin_now"] == pytest.approx(14.70)
    assert row["profit_now"] == pytest.approx(8.70)


def test_no_cases_give_an_empty_table_with_its_columns():
    assert tuple(floors([])) == COLUMNS
