"""Storage of the next month and surcharge at the next 15ths, by hand-made arithmetic with the US rates of data/fees/us."""

from datetime import date

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from core import holding
from core.forecast.path import average_left

AS_OF = date(2026, 11, 22)


def a_position(a_day: float = 0.0, **change) -> pd.DataFrame:
    """a_day: units expected to be sold every day of the coming 26 weeks."""
    row = {
        "marketplace": "US", "sku": "A", "category": "Kitchen", "on_hand": 100, "demand_path": np.full(26, 7 * a_day), "age_days": 100.0,
        "unit_ft3": 0.5, "size_tier": "large_standard",
    } | change  # fmt: skip
    return pd.DataFrame([row])


def some_cohorts(*pairs) -> pd.DataFrame:
    return pd.DataFrame([{"marketplace": "US", "sku": "A", "age_days": age, "units": float(units)} for age, units in pairs])


def test_the_next_charge_day_is_the_coming_15th_and_all_of_them_inside_the_horizon():
    assert holding.next_charge_days(date(2026, 11, 22), 60) == [date(2026, 12, 15), date(2027, 1, 15)]
    assert holding.next_charge_days(date(2026, 12, 14), 10) == [date(2026, 12, 15)]
    assert holding.next_charge_days(date(2026, 12, 15), 10) == [date(2027, 1, 15)]


def test_storage_of_the_next_month_charges_the_average_units_that_are_left():
    """December 2026, standard: 2.40 $/ft3. 100 units at 1 a day: 91 left on 1 December (9 days on), 60 on the 31st."""
    found = holding.storage_next_month(a_position(1.0), AS_OF)
    assert found["storage_month"][0] == pytest.approx((91 - 31 / 2) * 0.5 * 2.40)


def test_stock_that_runs_out_inside_the_month_is_charged_for_its_triangle():
    """20 units left on 1 December, 1 a day: 20²/2 unit-days over 31 days."""
    found = average_left(np.array([29.0]), np.full((1, 26), 7.0), 9, 31)
    assert found[0] == pytest.approx(20 * 20 / 2 / 31)


@given(st.floats(0, 1e5), st.lists(st.floats(0, 1e3), min_size=26, max_size=26), st.integers(0, 200), st.integers(1, 31))
def test_average_units_lie_between_nothing_and_what_there_was(on_hand, path, start, length):
    found = float(average_left(np.array([on_hand]), np.array([path]), start, length)[0])
    assert -1e-6 <= found <= on_hand + 1e-6


def test_unknown_dimensions_give_no_storage_but_a_reason():
    found = holding.storage_next_month(a_position(unit_ft3=np.nan, size_tier=None), AS_OF)
    assert np.isnan(found["storage_month"][0])
    assert found["storage_reason"][0]


def test_survivors_are_the_youngest():
    table = some_cohorts((200, 30), (20, 50))
    assert list(holding.survivors(table, np.full(2, 20.0))) == [10.0, 50.0]
    assert list(holding.survivors(table, np.full(2, 60.0))) == [0.0, 20.0]


def test_the_next_15th_charges_the_units_that_will_be_in_a_band_that_day():
    """170 days today are 193 on 15 December 2026: 181-210 days pay 0.50 $/ft3: 100 x 0.5 x 0.50."""
    found = holding.surcharges(a_position(), some_cohorts((170, 100)), AS_OF, 60)
    assert found["surcharge_next"][0] == pytest.approx(100 * 0.5 * 0.50)
    assert found["surcharge_on"][0] == date(2026, 12, 15)


def test_units_that_cross_inside_the_horizon_are_counted_with_the_money_they_will_cost():
    """193 days on 15 December (0.50), 224 on 15 January (1.00): both charges fall on units that crossed since today."""
    found = holding.surcharges(a_position(), some_cohorts((170, 100)), AS_OF, 60)
    assert found["surcharge_60d_units"][0] == 100
    assert found["surcharge_60d"][0] == pytest.approx(100 * 0.5 * (0.50 + 1.00))


def test_units_that_are_charged_once_and_then_sold_have_crossed():
    """3 a day: on 15 December (23 days on) 100 - 69 are left and pay 0.50, on 15 January none."""
    found = holding.surcharges(a_position(3.0), some_cohorts((170, 100)), AS_OF, 60)
    assert found["surcharge_60d_units"][0] == pytest.approx(100 - 3 * 23)
    assert found["surcharge_60d"][0] == pytest.approx((100 - 3 * 23) * 0.5 * 0.50)


def test_what_sells_before_the_15th_is_not_charged():
    """2 a day for 23 days take the 46 oldest."""
    found = holding.surcharges(a_position(2.0), some_cohorts((170, 100)), AS_OF, 60)
    assert found["surcharge_next"][0] == pytest.approx((100 - 46) * 0.5 * 0.50)


def test_apparel_is_exempt_below_271_days():
    found = holding.surcharges(a_position(category="gl_apparel"), some_cohorts((170, 100)), AS_OF, 30)
    assert found["surcharge_next"][0] == 0


def test_stock_of_unknown_age_has_no_surcharge_but_a_reason():
    found = holding.surcharges(a_position(age_days=np.nan), some_cohorts((1, 0)).iloc[:0], AS_OF, 60)
    assert np.isnan(found["surcharge_next"][0])
    assert found["surcharge_reason"][0] == "age_unknown"


def test_the_stock_depletes_along_the_path_and_not_at_its_mean():
    """7 a week for three weeks, then 70: on 15 December (23 days on) 3 x 7 + 2 x 10 = 41 are sold."""
    path = np.array([7.0] * 3 + [70.0] * 23)
    found = holding.surcharges(a_position(demand_path=path), some_cohorts((170, 100)), AS_OF, 60)
    assert found["surcharge_next"][0] == pytest.approx((100 - 41) * 0.5 * 0.50)


def test_without_any_sales_data_nothing_depletes():
    found = holding.storage_next_month(a_position(demand_path=None), AS_OF)
    assert found["storage_month"][0] == pytest.approx(100 * 0.5 * 2.40)
