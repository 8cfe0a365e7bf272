"""Stock under a forecast: what is left, when it is gone, what is too much or too little."""

from datetime import date

import pytest

from core.forecast.stock_ahead import balance, burn_down, demand, safety_stock, sold_out_on
from core.forecast.what_if import WhatIf, applied
from tests.core.forecast.test_what_if import MONDAY, an_outlook

SUNDAY = date(2026, 11, 22)


def test_demand_of_half_weeks_lies_between():
    assert demand(an_outlook(), 2.5).p50 == pytest.approx(25)


def test_much_is_left_where_little_is_sold():
    # 30 on hand, 10 a week (5 to 20): after two weeks 10 are left (0 to 20)
    row = burn_down(an_outlook(), SUNDAY, 30, inbound=5).iloc[2]
    assert row["day"] == date(2026, 12, 6)
    assert (row["p10"], row["p50"], row["p90"], row["with_inbound"]) == (0, 10, 20, 15)


def test_the_day_it_is_gone_lies_within_the_week():
    # 15 at 10 a week last one week and half of the next: 10.5 days; at 20 a week 5.25, at 5 a week 21
    gone = sold_out_on(an_outlook(), SUNDAY, 15)
    assert (gone.p10, gone.p50, gone.p90) == (date(2026, 11, 28), date(2026, 12, 3), date(2026, 12, 13))


def test_a_day_beyond_the_forecast_is_unknown_and_no_stock_is_gone_today():
    assert sold_out_on(an_outlook(), SUNDAY, 41).p50 is None
    assert sold_out_on(an_outlook(), SUNDAY, 0).p50 == SUNDAY


def test_nothing_sells_nothing_is_gone():
    dead = applied(an_outlook(), WhatIf(change=-1.0), MONDAY)
    assert sold_out_on(dead, SUNDAY, 10).p50 is None


def test_balance_is_stock_less_demand_less_safety():
    # 50 - 2 weeks of 10 - 6; if much is sold 50 - 40 - 6, if little 50 - 10 - 6
    found = balance(an_outlook(), 50, 2, 6)
    assert (found.p10, found.p50, found.p90) == (4, 24, 34)


def test_safety_stock_grows_with_what_demand_may_be_above_its_median():
    said = an_outlook()
    assert safety_stock(8, said, said, 14) == 8
    assert safety_stock(8, said, applied(said, WhatIf(change=0.5), MONDAY), 14) == pytest.approx(12)
    assert safety_stock(8, applied(said, WhatIf(change=-1.0), MONDAY), said, 14) == 8
