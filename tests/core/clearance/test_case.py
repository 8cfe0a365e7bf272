"""A case checks itself: what was expected, what came."""

from datetime import date

import pytest

from core.clearance.case import Case, shares_down_to
from core.errors import InputError
from tests.core.clearance.cases import POLICY, A, case_a


def test_what_the_file_leaves_out_comes_from_the_policy():
    case = Case.from_json(
        {"as_of": "2026-01-05", "list_price": 20, "weekly_demand": 3, "units_by_age": [{"units": 5, "age_days": 1}]}, POLICY
    )
    assert case.as_of == date(2026, 1, 5)
    assert (case.elasticity, case.horizon_weeks, case.response) == (2.0, 52, "exponential")
    assert case.price_shares == shares_down_to(0.30, 0.05)
    assert len(case.price_shares) == 15


def test_given_values_win():
    assert case_a(price_shares=[0.5, 1.0]).price_shares == (1.0, 0.5)
    assert case_a().elasticity == 2.2


def test_cohorts_come_youngest_first_in_any_order():
    case = case_a(units_by_age=[{"units": 2, "age_days": 300}, {"units": 3, "age_days": 10}, {"units": 0, "age_days": 90}])
    assert case.units_by_age == ((3.0, 10), (2.0, 300))
    assert case.units == 5


def test_one_unknown_age_makes_the_whole_age_unknown():
    assert case_a(units_by_age=[{"units": 2, "age_days": 300}, {"units": 3}]).units_by_age == ((5.0, None),)


@pytest.mark.parametrize(
    ("changes", "code", "field"),
    [
        ({"list_price": -1}, "case_number", "list_price"),
        ({"list_price": "24"}, "case_number", "list_price"),
        ({"weekly_demand": float("inf")}, "case_number", "weekly_demand"),
        ({"elasticity": None}, "case_number", "elasticity"),
        ({"horizon_weeks": 0}, "case_number", "horizon_weeks"),
        ({"variance_to_mean": 0.5}, "case_number", "variance_to_mean"),
        ({"as_of": "5 January"}, "case_day", "as_of"),
        ({"response": "linear"}, "case_choice", "response"),
        ({"price_shares": []}, "case_list", "price_shares"),
        ({"price_shares": [0.0]}, "case_number", "price_shares"),
        ({"units_by_age": "600"}, "case_list", "units_by_age"),
        ({"units_by_age": [{"units": 0, "age_days": 3}]}, "case_no_units", "units_by_age"),
        ({"units_by_age": [{"units": -1, "age_days": 3}]}, "case_number", "units_by_age.units"),
        ({"surcharge_per_ft3_month": [[181]]}, "case_pair", "surcharge_per_ft3_month"),
        ({"season": [1.0, 1.0]}, "case_season", None),
    ],
)
def test_a_wrong_value_is_refused_with_its_field(changes, code, field):
    with pytest.raises(InputError) as error:
        case_a(**changes)
    assert error.value.code == code
    assert error.value.facts.get("field") == field


def test_a_misspelt_field_is_refused_and_not_left_out_in_silence():
    with pytest.raises(InputError) as error:
        Case.from_json(A | {"elastisity": 2}, POLICY)
    assert (error.value.code, error.value.facts["found"]) == ("case_key", "elastisity")


def test_a_case_without_stock_is_refused():
    with pytest.raises(InputError, match="case_missing"):
        Case.from_json({"as_of": "2026-01-05"}, POLICY)


def test_prices_are_rounded_only_where_the_case_says_so():
    assert case_a(list_price=19.99).prices()[1] == pytest.approx(19.99 * 0.95)
    assert case_a(list_price=19.99, price_digits=2).prices()[1] == 18.99
